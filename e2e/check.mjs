// check.mjs holds every golden view of bot/view against the types that Slack publishes.
// A view becomes a TypeScript file that declares it: the compiler then finds unknown
// blocks, elements and properties, required ones that are missing, and markup where only
// plain text may stand. It counts no lengths; the tests of bot/view do.
//
// So that a check that finds nothing has looked, views that Slack would refuse are
// checked along with the others, and must be refused.

import {spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

import {refused} from './refused.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const goldens = join(here, '..', 'bot', 'view', 'testdata');
const checked = join(here, 'checked');

// types are those of views.ts, and how a view of each is known.
const types = [
  ['Modal', (view) => view.type === 'modal'],
  ['Home', (view) => view.type === 'home'],
  ['Message', (view) => 'text' in view],
  ['Options', (view) => 'options' in view],
];

// cases are all views to check: a name, the JSON, and whether it must be refused.
function cases() {
  const views = readdirSync(goldens)
    .filter((file) => file.endsWith('.json'))
    .map((file) => ({name: file, json: readFileSync(join(goldens, file), 'utf8'), bad: false}));
  if (views.length === 0) throw new Error(`no golden views in ${goldens}`);
  const bad = Object.entries(refused).map(([why, view]) => (
    {name: `refused ${why}`, json: JSON.stringify(view, null, 2), bad: true}));
  return [...views, ...bad];
}

// declare writes the case as file; the lines are numbered as in the JSON.
function declare({name, json}, file) {
  const view = JSON.parse(json);
  const type = types.find(([, is]) => is(view))?.[0];
  if (!type) throw new Error(`${name} is no kind of view`);
  const start = `import type {${type}} from '../views.js'; export const v: ${type} = `;
  writeFileSync(join(checked, file), `${start}${json.trimEnd()};\n`);
}

// compile returns what the compiler has to say, by the file that it says it of.
function compile() {
  const manifest = createRequire(import.meta.url).resolve('typescript/package.json');
  const tsc = join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.tsc);
  const {error, status, stdout, stderr} = spawnSync(
    process.execPath, [tsc, '--project', here, '--pretty', 'false'],
    {cwd: here, encoding: 'utf8', maxBuffer: 1 << 28});
  if (error) throw error;
  const said = new Map();
  let last;
  for (const line of stdout.split('\n').filter(Boolean)) {
    const found = /^checked\/(\w+\.ts)\((\d+),\d+\): (.*)$/.exec(line.replaceAll('\\', '/'));
    if (found) {
      const [, file, number, message] = found;
      last = said.get(file) ?? said.set(file, []).get(file);
      last.push(`line ${number}: ${message}`);
    } else if (last && line.startsWith(' ')) {
      last.push(line); // more about the same fault
    } else {
      throw new Error(`tsc ended with ${status} and said\n${stdout}${stderr}`);
    }
  }
  if ((status !== 0) !== (said.size > 0)) throw new Error(`tsc ended with ${status}\n${stderr}`);
  return said;
}

// report prints the faults of a case, and reports whether it is as it should be.
function report({name, bad}, faults) {
  if (bad === faults.length > 0) return true;
  console.log(bad ? `${name}: it was accepted` : `${name}\n  ${faults.join('\n  ')}`);
  return false;
}

rmSync(checked, {recursive: true, force: true});
mkdirSync(checked);
const all = cases();
const fileOf = (i) => `view${i}.ts`;
all.forEach((view, i) => declare(view, fileOf(i)));
const said = compile();
const failed = all.filter((view, i) => !report(view, said.get(fileOf(i)) ?? [])).length;
console.log(`${all.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
