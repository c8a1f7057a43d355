import { describe, expect, test } from 'vitest';
import { CampaignId } from '../../functions/domain/campaign.ts';
import { ContactId } from '../../functions/domain/identity.ts';
import { makeLink } from '../../functions/domain/links.ts';
import type { Secret } from '../../functions/domain/secret.ts';
import { trackingUrls } from '../../functions/domain/tracking-links.ts';
import { engineFor } from '../../functions/email/liquid.ts';
import { newsletter, templatesOf } from '../../functions/email/newsletter.ts';
import { brand, editionOf } from './compiled.ts';

const secret: Secret = { pepper: 'p'.repeat(43), current: 'a', keys: { a: 'k'.repeat(43) } };
const now = new Date('2027-01-15T12:00:00Z');
const campaignId = CampaignId.parse('20270115-k3v9q2m7xd');
const contactId = ContactId.parse(Buffer.alloc(16, 7).toString('base64url'));
const publicUrl = 'https://mail.example.com';

/** Some 10 kB of a newsletter in the brand's frame: twelve sections, each with a link and a merge field. */
const section = (n: number) =>
  `## Sak ${n}\n\nHei {{ contact.name | default: "du" }}, ${'her står det noe som er verdt å lese. '.repeat(6)}\n\n[Les saken](https://a.example/${n})`;
const markdown = Array.from({ length: 12 }, (_, n) => section(n)).join('\n\n');

/** Processor time of a run in ms, the fastest of many short ones: what a busy machine adds is no cost of ours. */
function interleaved(runs: readonly (() => void)[]): number[] {
  const best = runs.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < 200; round += 1) {
    for (const [index, run] of runs.entries()) {
      const began = process.cpuUsage();
      for (let n = 0; n < 50; n += 1) run();
      const { user, system } = process.cpuUsage(began);
      best[index] = Math.min(best[index] as number, (user + system) / 1000 / 50);
    }
  }
  return best;
}

describe('rendering a newsletter', () => {
  test('costs little more than Liquid does, tokens and foot and all: 75 % of its processor time at least', async () => {
    const edition = await editionOf({ subject: 'Til {{ contact.name }}', markdown });
    const make = newsletter(brand, edition);
    const merge = { name: 'Kari', company: 'Fjord AS' };
    const whole = () => {
      const token = makeLink('mail', { brand: 'example', contactId, purpose: 'newsletter:news', locale: 'nb' }, secret);
      const tracking = { open: 'consent', click: 'consent' } as const;
      make({
        merge,
        unsubscribeUrl: `${publicUrl}/u/${token}`,
        preferencesUrl: `${publicUrl}/p/${token}`,
        ...trackingUrls(brand, { campaignId, contactId, tracking }, { publicUrl, secret, now }),
      });
    };

    const templates = templatesOf(brand, edition, 'consent');
    const engines = { html: engineFor('html'), plain: engineFor('plain') };
    const [subject, html, text] = [
      engines.plain.parse(templates.subject),
      engines.html.parse(templates.html),
      engines.plain.parse(templates.text),
    ];
    const url = `${publicUrl}/l/${'t'.repeat(120)}`;
    const view = {
      contact: merge,
      links: { unsubscribe: url, preferences: url, privacy: url },
      to: edition.links.targets.map((_, n) => `${url}/${n}`),
      open: url,
    };
    const bare = () => {
      engines.plain.renderSync(subject, view);
      engines.html.renderSync(html, view);
      engines.plain.renderSync(text, view);
    };

    const [bareMs = 0, wholeMs = 1] = interleaved([bare, whole]);
    process.stderr.write(`bare Liquid ${bareMs.toFixed(3)} ms of ${wholeMs.toFixed(3)} ms: ${(bareMs / wholeMs).toFixed(2)}\n`);
    expect(bareMs / wholeMs).toBeGreaterThanOrEqual(0.75);
  });
});
