import type { ComponentType } from 'preact';
import type { TextKey } from '../text/words.ts';

/** What every view is given: the parts of its address. */
export interface ViewProps {
  readonly parts: readonly string[];
}

/** A view: its name in addresses, its title, and where its code is; it is fetched when it is first opened. */
export interface View {
  readonly name: string;
  readonly title: TextKey;
  /** Stands in the navigation, in this order. */
  readonly listed: boolean;
  /** Roles that have a use for it; without any, everybody has. */
  readonly roles?: readonly string[];
  load(): Promise<{ readonly default: ComponentType<ViewProps> }>;
}
