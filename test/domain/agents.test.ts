import { describe, expect, test } from 'vitest';
import { labelOf } from '../../functions/domain/agents.ts';
import { corpus } from './agents-corpus.ts';
import { score } from './agents-score.ts';

describe('who is behind a hit', () => {
  const { all, ...scores } = score();

  test('is a person wherever one is known to be: no one in a hundred is taken for a machine', () => {
    expect(scores.people).toBeGreaterThanOrEqual(30);
    expect(scores.humanRecall).toBeGreaterThanOrEqual(0.99);
    expect(all.filter(({ row, label }) => row.who === 'person' && label === 'machine')).toEqual([]);
  });

  test('is a machine seven times in eight where one is known to be; what gets through is known', () => {
    expect(scores.machines).toBeGreaterThanOrEqual(40);
    expect(scores.machineRecall).toBeGreaterThanOrEqual(0.88);
    const missed = all.filter(({ row, label }) => row.who === 'machine' && label === 'human');
    expect(missed.map(({ source }) => source.split(':')[0])).toEqual(['resend/resend-node#901', 'mautic/mautic#8692']);
  });

  test('is told with a source for every row', () => {
    expect(corpus.filter(({ source }) => source.length < 15)).toEqual([]);
  });

  test('is a machine for whatever fetches ahead or asks by HEAD, under any name', () => {
    const agent = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:125.0) Gecko/20100101 Firefox/125.0';
    expect(labelOf({ method: 'GET', agent, headers: {} })).toBe('human');
    expect(labelOf({ method: 'HEAD', agent, headers: {} })).toBe('machine');
    for (const [name, value] of [
      ['sec-purpose', 'prefetch'],
      ['purpose', 'prefetch'],
      ['x-purpose', 'preview'],
      ['x-moz', 'prefetch'],
    ] as const)
      expect(labelOf({ method: 'GET', agent, headers: { [name]: value } })).toBe('machine');
    expect(labelOf({ method: 'GET', agent, headers: { purpose: 'navigation' } })).toBe('human');
  });

  test('takes no time to tell, however long an agent is', () => {
    const begun = performance.now();
    for (const part of ['a', 'bot', ' bot', 'link check', 'Mozilla/5.0 (', 'Chrome/3', '(', 'abot'])
      labelOf({ method: 'GET', agent: part.repeat(20_000 / part.length), headers: {} });
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
