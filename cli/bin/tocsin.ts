#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// A third of a command's start would go into compiling the same files again.
enableCompileCache();
const [{ main }, { systemTerminal }] = await Promise.all([import('../src/main.ts'), import('../src/terminal.ts')]);

process.exitCode = await main(process.argv.slice(2), systemTerminal());
