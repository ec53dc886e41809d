import { type Argument, type Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { StatementId } from '@tocsin/record';

/** Where to find what an argument names. */
const shownBy: Readonly<Record<string, string>> = {
  record: 'tocsin alert list',
  item: 'tocsin alert show',
  items: 'tocsin alert list',
  access: 'tocsin audit access',
  consent: 'tocsin consent list',
  proposal: 'tocsin proposals',
  statement: 'tocsin outbox list',
  officer: 'tocsin officer list',
  batch: 'tocsin blind batches',
};

/** Has a command refuse what is no identifier before anything is unlocked or asked, and say where there is one. */
export function checkIdentifiers(command: Command): void {
  for (const argument of command.registeredArguments) {
    const where = shownBy[argument.name()];
    if (where !== undefined) check(argument as Argument, where);
  }
}

const pattern = new RegExp((StatementId as unknown as { readonly pattern: string }).pattern);

function check(argument: Argument, where: string): void {
  const { variadic } = argument;
  argument.argParser((value: string, former: unknown) => {
    if (!pattern.test(value))
      throw new InvalidArgumentError(`It has 26 letters and digits from 2 to 7, as \`${where}\` shows it`);
    return variadic ? [...(Array.isArray(former) ? former : []), value] : value;
  });
}
