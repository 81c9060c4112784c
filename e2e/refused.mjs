// refused are views that Slack would not take, each named after its one fault. They show
// that the check sees such a fault.

const plain = (text) => ({type: 'plain_text', text});
const markup = (text) => ({type: 'mrkdwn', text});
const button = {type: 'button', action_id: 'press', text: plain('Press')};

const modal = (blocks, more) => ({type: 'modal', title: plain('Title'), blocks, ...more});
const home = (blocks) => ({type: 'home', blocks});
const message = (blocks) => ({text: 'Text', blocks});
const table = (cell) => (
  {type: 'data_table', caption: 'Table', rows: [[{type: 'raw_text', text: 'Press'}], [cell]]});
const input = (more) => (
  {type: 'input', label: plain('Label'), element: {type: 'plain_text_input'}, ...more});

export const refused = {
  'unknown property of a modal': modal([], {colour: 'red'}),
  'unknown property of a block': home([{type: 'divider', colour: 'red'}]),
  'unknown property of an element': message([{type: 'actions', elements: [{...button, colour: 'red'}]}]),
  'unknown block': home([{type: 'picture'}]),
  'unknown element': message([{type: 'actions', elements: [{...button, type: 'lever'}]}]),
  'unknown style': home([{type: 'actions', elements: [{...button, style: 'green'}]}]),
  'markup in a title': {...modal([]), title: markup('*Title*')},
  'markup on a button': home([{type: 'section', text: plain('Text'), accessory: {...button, text: markup('*Press*')}}]),
  'markup in an option': {options: [{text: plain('Text'), value: '1', description: markup('*More*')}]},
  'table with buttons in a modal': modal([table({type: 'action_cell', element: button})]),
  'markup on a button in a table': home([table({type: 'action_cell', element: {...button, text: markup('*Press*')}})]),
  'unknown cell of a table': home([table({type: 'lever', element: button})]),
  'modal without a title': {type: 'modal', blocks: []},
  'input without a label': modal([input({label: undefined})]),
  'input without an element': modal([input({element: undefined})]),
};
