// The kinds of view that bot/view draws. Slack's own ModalView and HomeView take any
// block with a type; ours hold none but those that Slack knows.

import type {HomeView, KnownBlock, ModalView, PlainTextOption} from '@slack/types';

export interface Modal extends Omit<ModalView, 'blocks'> {
  blocks: KnownBlock[];
}

export interface Home extends Omit<HomeView, 'blocks'> {
  blocks: KnownBlock[];
}

export interface Message {
  text: string;
  blocks: KnownBlock[];
}

/** What a menu is answered with that asks for its options. */
export interface Options {
  options: PlainTextOption[];
}
