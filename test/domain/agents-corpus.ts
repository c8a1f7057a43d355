/**
 * Hits of pixels and links of which it is known who was behind them, each with where that is told. A case is what one mail to one person met:
 * `seconds` are counted from its sending. Rows were chosen from the sources before the rules were held against them, what the rules cannot tell among them.
 */
import type { Hit } from '../../functions/domain/hit.ts';

/** One hit. */
export interface Row {
  readonly agent: string;
  readonly seconds: number;
  readonly who: 'person' | 'machine';
  readonly kind?: Hit['kind'];
  readonly link?: number;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What one mail met. */
export interface Case {
  readonly source: string;
  readonly rows: readonly Row[];
}

const chrome = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36';
/** Each agent by itself, at a time that tells nothing. */
const agents = (source: string, who: Row['who'], ...list: readonly string[]): Case[] =>
  list.map((agent) => ({ source, rows: [{ agent, seconds: 3_600, who }] }));
const clicks = (who: Row['who'], ...times: readonly number[]): Row[] =>
  times.map((seconds, link) => ({ agent: chrome, seconds, who, kind: 'click' as const, link }));

const browsers = 'RFC 9110 10.1.5, as current browsers send it (user-agent reduction of Chromium, MDN: User-Agent)';
const mailPrograms = 'matomo-org/device-detector, Tests/Parser/Client/fixtures/pim.yml';
const inApp =
  'agents of in-app browsers and of Android’s and Apple’s own libraries, by which mail programs of telephones load images';
const crawlers = 'monperrus/crawler-user-agents, crawler-user-agents.json';
const gateways = 'mautic/mautic#16263 and #9162: gateways of mail follow every link; names that they give themselves';
const previews = 'documentation of the services: Slack robots, Meta crawlers, Microsoft KB838028 (Office Existence Discovery)';

/** Everything that is known. */
export const corpus: readonly Case[] = [
  ...agents(
    browsers,
    'person',
    chrome,
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:125.0) Gecko/20100101 Firefox/125.0',
    'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Safari/537.36 Edg/124.0.0.0',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1',
    'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
    'Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-G991B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/21.0 Chrome/110.0.5481.154 Mobile Safari/537.36',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/125.0 Mobile/15E148 Safari/605.1.15',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36 OPR/108.0.0.0',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Avast/120.0.23647.224',
    'Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko',
  ),
  // a telephone by the name of Cubot, which naive rules take for a robot
  ...agents(
    'a telephone’s name; omrilotan/isbot has an exception for it too',
    'person',
    'Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 20) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/96.0.4664.45 Mobile Safari/537.36',
  ),
  ...agents(
    mailPrograms,
    'person',
    'Microsoft Office/16.0 (Microsoft Outlook 16.0.12329; Pro), Mozilla/4.0 (compatible; ms-office; MSOffice 16)',
    'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.1; Win64; x64; Trident/7.0; Microsoft Outlook 14.0.7113; ms-office; MSOffice 14)',
    'MacOutlook/16.46.21021202 (Intelx64 Mac OS X 11.2.2 (Build 20D80))',
    'Outlook/16.16.18071205 CFNetwork/902.1 Darwin/17.7.0 (x86_64)',
    'Outlook-iOS/709.2042344.prod.iphone (3.21.0)',
    'WindowsMail/17.5.9600.22013',
    'Airmail 1.4 rv:238 (Macintosh; Mac OS X 10.9.2; hr_HR)',
    'eMClient/9.3.6041.0',
    'Yahoo%20Mail/49268 CFNetwork/1121.2.2 Darwin/19.3.0',
    'Mozilla/5.0 (X11; Linux x86_64; rv:24.0) Gecko/20100101 Thunderbird/24.4.0 Lightning/2.6.4',
    'Mozilla/4.0 (compatible; Lotus-Notes/6.0; Windows-NT)',
    'Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Mailspring/1.7.4 Chrome/69.0.3497.128 Electron/4.2.2 Safari/537.36',
    'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/51.0.2704.103 Safari/537.36 Mailbird/2.4.30.0/',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/55.0.2883.87 Safari/537.36 eM Client/8.2.1659.0',
    'Mozilla/5.0 (Windows NT 10.0; WOW64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/49.0.2623.110 MailMasterPC/4.15.6.1016 Safari/537.36',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) BlueMail/0.10.31 Chrome/61.0.3163.100 Electron/2.0.18 Safari/537.36',
  ),
  // Apple Mail without its privacy protection says the engine's name and no browser's
  ...agents(
    'Adobe, Apple Mail Privacy Protection FAQ; community lists of Apple Mail agents',
    'person',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
  ),
  ...agents(
    inApp,
    'person',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Outlook-iOS/745.0.prod.iphone (3.51.0)',
    'Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36 Outlook-Android/2.0',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [LinkedInApp]',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 15_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBDV/iPhone11,8;FBMD/iPhone]',
    'Dalvik/2.1.0 (Linux; U; Android 13; SM-S908B Build/TP1A.220624.014)',
    'okhttp/4.12.0',
    'MobileMail/1404.0.5 CFNetwork/1404.0.5 Darwin/22.3.0',
  ),

  ...agents(
    'Adobe, Apple Mail Privacy Protection FAQ; groundhoggwp/groundhogg: the agent of Apple’s proxy is these eleven letters',
    'machine',
    'Mozilla/5.0',
  ),
  ...agents(
    'alexkunz.wordpress.com, GMail runs on Windows XP (2020-07-14)',
    'machine',
    'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
  ),
  ...agents(
    'Yahoo Help, SLN28749 (mail proxy)',
    'machine',
    'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html',
  ),
  ...agents(
    'gmass.co/blog/false-opens-in-gmail; pentacent/keila, lib/keila/tracking; jdavidbakr/mail-tracker#255',
    'machine',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/42.0.2311.135 Safari/537.36 Edge/12.246 Mozilla/5.0',
  ),
  ...agents(
    gateways,
    'machine',
    'Barracuda Sentinel (EE)',
    'Mozilla/5.0 (compatible; Proofpoint URL Defense)',
    'Mozilla/5.0 Mimecast Link Protection',
    'Mozilla/5.0 (compatible; Symantec Email Security.cloud; MessageLabs)',
    'Mozilla/5.0 (compatible; TrendMicro WRS)',
    'Mozilla/5.0 (compatible; Cloudmark)',
    'HubSpot Connect',
    'Amazon CloudFront',
  ),
  ...agents(
    previews,
    'machine',
    'Microsoft Office Existence Discovery',
    'Microsoft Office Protocol Discovery',
    'Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5',
    'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
    'Slack-ImgProxy (+https://api.slack.com/robots)',
    'facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)',
    'WhatsApp/2.23.20.0 A',
    'TelegramBot (like TwitterBot)',
    'LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)',
    'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
  ),
  ...agents(
    crawlers,
    'machine',
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)',
    'Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)',
    'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)',
    'Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/124.0.0.0 Safari/537.36',
    'Mozilla/5.0 (compatible; SomeCrawler/2.0; +http://example.com/bot)',
    'W3C-checklink/4.81 libwww-perl/5.836 link checker',
  ),
  // libraries: some of these are scanners, and their name alone does not say so
  ...agents('putyourlightson/craft-campaign#546: scanners by the name of Python Requests', 'machine', 'python-requests/2.32.3'),
  ...agents('edalzell/laravel-passwordless-login#79: Microsoft’s link checks without an agent', 'machine', ''),

  {
    source: 'RFC 9110 9.3.2; edalzell/laravel-passwordless-login#79: link checks by HEAD',
    rows: [{ agent: chrome, seconds: 40, who: 'machine', kind: 'click', link: 0, method: 'HEAD' }],
  },
  {
    source: 'W3C Fetch, Sec-Purpose; MDN: Sec-Purpose',
    rows: [
      { agent: chrome, seconds: 900, who: 'machine', kind: 'click', link: 0, headers: { 'sec-purpose': 'prefetch;prerender' } },
    ],
  },
  {
    source: 'MDN: X-Moz, link prefetching',
    rows: [
      {
        agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:125.0) Gecko/20100101 Firefox/125.0',
        seconds: 900,
        who: 'machine',
        headers: { 'x-moz': 'prefetch' },
      },
    ],
  },

  {
    source: 'mautic/mautic#16263: less than two seconds after the sending is a machine, by the default of Mautic',
    rows: clicks('machine', 0.8),
  },
  {
    source: 'valuebuildersystem.zendesk.com, 37272981749012: within two seconds of the sending, opens too',
    rows: [{ agent: chrome, seconds: 1.2, who: 'machine' }],
  },
  {
    source:
      'MillionSend/millionsend#22: every link within milliseconds, tens of seconds to minutes after delivery, under a browser’s name',
    rows: clicks('machine', 95, 95.01, 95.02, 95.04, 95.1),
  },
  {
    source: 'mautic/mautic#9798: every link at once, the pixel before it',
    rows: [...clicks('machine', 31, 31.2, 31.9), { agent: 'Mozilla/5.0', seconds: 31, who: 'machine' }],
  },
  // what no rule here can tell: one link, half a minute after, under a browser's name
  { source: 'resend/resend-node#901: a scanner twelve seconds after delivery, by one click', rows: clicks('machine', 12) },
  { source: 'mautic/mautic#8692: every link within ten seconds, one after the other', rows: clicks('machine', 4, 6.5, 9) },

  {
    source: 'warmbly/warmbly#412: a reader in a program that loads images opens and clicks within seconds',
    rows: [
      { agent: chrome, seconds: 65, who: 'person' },
      { agent: chrome, seconds: 67, who: 'person', kind: 'click', link: 0 },
    ],
  },
  {
    source: 'carmamarketinghub.com, open duration: two to eight seconds is skimming, eight and more is reading',
    rows: clicks('person', 128, 136, 151),
  },
  {
    source: 'the same: somebody at the inbox when the mail arrives',
    rows: [{ agent: chrome, seconds: 9, who: 'person' }, ...clicks('person', 19)],
  },
  { source: 'the same: two links in two tabs, at once', rows: clicks('person', 300, 300.9) },
  {
    source: 'the same: one link pressed again and again',
    rows: [0, 0.4, 0.9, 1.3].map((more) => ({ agent: chrome, seconds: 400 + more, who: 'person', kind: 'click', link: 2 })),
  },
];
