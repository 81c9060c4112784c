// The kinds of view that bot/view draws. Slack's own ModalView and HomeView take any
// block with a type; ours hold none but those that Slack knows.

import type {Button, DataTableBlock, HomeView, KnownBlock, ModalView, PlainTextOption, RawTextElement} from '@slack/types';

/** A cell with a button, which Slack documents and these types do not have yet. */
interface ActionCell {
  type: 'action_cell';
  element: Button;
  fallback?: RawTextElement;
}

interface TableWithButtons extends Omit<DataTableBlock, 'rows'> {
  rows: (DataTableBlock['rows'][number][number] | ActionCell)[][];
}

/** The blocks of Home and of messages. */
type Published = KnownBlock | TableWithButtons;

export interface Modal extends Omit<ModalView, 'blocks'> {
  blocks: KnownBlock[];
}

export interface Home extends Omit<HomeView, 'blocks'> {
  blocks: Published[];
}

export interface Message {
  text: string;
  blocks: Published[];
}

/** What a menu is answered with that asks for its options. */
export interface Options {
  options: PlainTextOption[];
}
