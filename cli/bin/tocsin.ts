#!/usr/bin/env node
import { systemTerminal } from '../src/terminal.ts';
import { main } from '../src/main.ts';

process.exitCode = await main(process.argv.slice(2), systemTerminal());
