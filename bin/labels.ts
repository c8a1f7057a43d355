/** `node bin/labels.ts`: how well people and machines are told apart, over the corpus of agents and timings; and which rows are not. */
import { score } from '../test/domain/agents-score.ts';

const { all, people, machines, ...shares } = score();
const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
const lines = [
  `${people} hits by people, ${machines} by machines`,
  `people:   recall ${percent(shares.humanRecall)} (${percent(shares.humanCertain)} for certain), precision ${percent(shares.humanPrecision)}`,
  `machines: recall ${percent(shares.machineRecall)}, precision ${percent(shares.machinePrecision)}`,
  '',
  'not told for what they are:',
  ...all
    .filter(({ row, label }) => (row.who === 'person' ? label !== 'human' : label !== 'machine'))
    .map(({ source, row, label }) => `  ${row.who}, taken for ${label}: ${row.agent || 'no agent'} (${source})`),
];
process.stdout.write(`${lines.join('\n')}\n`);
