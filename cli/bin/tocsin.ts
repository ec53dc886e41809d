#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// A third of a command's start would go into compiling the same files again.
enableCompileCache();
const [{ main }, { systemTerminal }] = await Promise.all([import('../src/main.ts'), import('../src/terminal.ts')]);

const terminal = systemTerminal();
process.exitCode = await main(process.argv.slice(2), terminal);
// What Ctrl-C has cut short is waited for by nobody, and must not keep the process.
if (terminal.signal.aborted) process.exit();
