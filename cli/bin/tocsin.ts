#!/usr/bin/env node
import { main } from '../src/main.ts';
import { systemTerminal } from '../src/terminal.ts';

process.exitCode = await main(process.argv.slice(2), systemTerminal());
