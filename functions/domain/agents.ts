/**
 * Who is behind a hit, by what its request says of itself: used in passing and kept nowhere. Knows nothing but text, so that the functions behind
 * pixels and links stay small.
 */

/** A person, a machine, or what cannot be told. */
export type Label = 'human' | 'machine' | 'unknown';

/** What of a request tells who is behind it. */
export interface Visit {
  readonly method: string;
  /** The `User-Agent`; empty if there is none. */
  readonly agent: string;
  /** By lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/**
 * Machines that name themselves: proxies that fetch images whether or not somebody reads, link scanners of mail gateways, previews of chats and of
 * office programs, crawlers, browsers without a window. `test/domain/agents-corpus.ts` says where they were seen.
 */
const machines = new RegExp(
  [
    'GoogleImageProxy|ggpht\\.com|YahooMailProxy|YahooCacheSystem|DuckDuckGo-Image-Proxy',
    'Barracuda|Proofpoint|Mimecast|MessageLabs|Symantec|IronPort|FireEye|Trellix|Forcepoint|Websense|Trend ?Micro|Sophos|Cloudmark',
    'BitDefender|Zscaler|CheckPoint|Cyren|Hornetsecurity|Vade ?(?:Secure|Retro)|Fortinet|FortiGuard|urlscan|VirusTotal|SafeLinks',
    'Microsoft Office (?:Existence|Protocol) Discovery|MicrosoftPreview|BingPreview|SkypeUriPreview|Microsoft-WebDAV',
    'Slack-ImgProxy|facebookexternalhit|facebookcatalog|WhatsApp/|Iframely|Embedly|HubSpot Connect|Amazon CloudFront',
    'Google-Read-Aloud|Google-Safety|GoogleDocs|Google Web Preview|Google-InspectionTool|Mediapartners-Google|FeedFetcher|APIs-Google',
    'HeadlessChrome|PhantomJS|Puppeteer|Playwright|Selenium',
    // what names itself a robot by the usual words: as a word of its own, or at the end of one (a Cubot is a telephone)
    '(?:^|[^a-z])(?:bot|crawler|spider|scanner|link ?check(?:er)?|url ?check(?:er)?)(?:[^a-z]|$)',
    '[a-z](?:(?<!cu)bot|crawler|spider)(?:[-/;\\s),]|$)',
  ].join('|'),
  'i',
);

/** Apple's Mail Privacy Protection fetches every image on arrival and says no more than this. */
const appleProxy = 'Mozilla/5.0';

/** What Google and link scanners call themselves when they fetch ahead of a reader: an Edge and a Chrome that nobody has used for years. */
const disguises = [/Edge\/12\.246(?: Mozilla\/5\.0)?$/, /Chrome\/(?:3\d|4[0-5])\.[\d.]+ Safari\/[\d.]+$/];

/** What a person's browser or mail program begins with. */
const reader =
  /^Mozilla\/\d\.\d \(|^(?:(?:Mac)?Outlook\/|Outlook-(?:iOS|Android|Express)|Microsoft Office\/|WindowsMail\/|Yahoo%20Mail|Airmail|eM ?Client|Thunderbird|Opera\/|Lotus-Notes)/i;

/** Headers by which a browser says that it fetches ahead of a click that may never come. */
const ahead = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'] as const;

/**
 * Who is behind this request. `HEAD` and a fetch ahead of time are a machine's, whoever has set it to work. A library for programmers says nothing about
 * whose hand it is in (mail programs of phones fetch with some of them), and neither does silence: `unknown`, until its timing tells more.
 */
export function labelOf({ method, agent, headers }: Visit): Label {
  if (method === 'HEAD' || ahead.some((name) => /prefetch|preview|prerender/i.test(headers[name] ?? ''))) return 'machine';
  if (agent.trim() === appleProxy || machines.test(agent) || disguises.some((disguise) => disguise.test(agent))) return 'machine';
  return reader.test(agent) ? 'human' : 'unknown';
}
