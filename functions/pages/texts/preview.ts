import type { Refusal } from '../../domain/gate.ts';
import type { Locale } from '../../domain/policy.ts';

/** The words around a newsletter that is looked at before it is sent. */
export interface PreviewTexts {
  readonly title: string;
  readonly subject: string;
  readonly shownTo: string;
  /** Nobody in particular. */
  readonly sample: string;
  readonly wouldGet: (count: number) => string;
  readonly ofFirst: (count: number) => string;
  readonly recipients: string;
  readonly leftOut: string;
  readonly nobodyLeftOut: string;
  readonly mail: string;
  readonly text: string;
  /** Why somebody gets nothing. */
  readonly reasons: Readonly<Record<Refusal | 'campaign' | 'segment', string>>;
}

/** The words, in every locale. */
export const previewTexts: Record<Locale, PreviewTexts> = {
  nb: {
    title: 'Slik blir det',
    subject: 'Emne',
    shownTo: 'Vist som for',
    sample: 'en oppdiktet leser',
    wouldGet: (count) => (count === 1 ? '1 person får det' : `${count} personer får det`),
    ofFirst: (count) => `av de første ${count}`,
    recipients: 'Mottakere',
    leftOut: 'Utelatt',
    nobodyLeftOut: 'ingen',
    mail: 'Som e-post',
    text: 'Som ren tekst',
    reasons: {
      campaign: 'har fått en annen utsending',
      segment: 'er i et utelatt segment',
      campaign_not_sending: 'utsendingen går ikke',
      gone: 'finnes ikke lenger',
      restricted: 'behandlingen er begrenset',
      objected: 'har protestert mot markedsføring',
      deactivated: 'er deaktivert',
      suppressed: 'adressen er sperret',
      unknown_purpose: 'formålet finnes ikke lenger',
      unsubscribed: 'har meldt seg av',
      consent_ended: 'samtykket har opphørt',
      consent_missing: 'har ikke samtykket',
      evidence_missing: 'mangler bevis for kundeforholdet',
      market_requires_consent: 'markedet krever samtykke',
      no_content: 'ingen tekst på et språk for dem',
    },
  },
  sv: {
    title: 'Så blir det',
    subject: 'Ämne',
    shownTo: 'Visas som för',
    sample: 'en påhittad läsare',
    wouldGet: (count) => (count === 1 ? '1 person får det' : `${count} personer får det`),
    ofFirst: (count) => `av de första ${count}`,
    recipients: 'Mottagare',
    leftOut: 'Utelämnade',
    nobodyLeftOut: 'ingen',
    mail: 'Som mejl',
    text: 'Som ren text',
    reasons: {
      campaign: 'har fått ett annat utskick',
      segment: 'finns i ett uteslutet segment',
      campaign_not_sending: 'utskicket pågår inte',
      gone: 'finns inte längre',
      restricted: 'behandlingen är begränsad',
      objected: 'har invänt mot marknadsföring',
      deactivated: 'är inaktiverad',
      suppressed: 'adressen är spärrad',
      unknown_purpose: 'ändamålet finns inte längre',
      unsubscribed: 'har avregistrerat sig',
      consent_ended: 'samtycket har upphört',
      consent_missing: 'har inte samtyckt',
      evidence_missing: 'saknar bevis för kundförhållandet',
      market_requires_consent: 'marknaden kräver samtycke',
      no_content: 'ingen text på ett språk för dem',
    },
  },
  da: {
    title: 'Sådan bliver det',
    subject: 'Emne',
    shownTo: 'Vist som for',
    sample: 'en opdigtet læser',
    wouldGet: (count) => (count === 1 ? '1 person får det' : `${count} personer får det`),
    ofFirst: (count) => `af de første ${count}`,
    recipients: 'Modtagere',
    leftOut: 'Udeladt',
    nobodyLeftOut: 'ingen',
    mail: 'Som e-mail',
    text: 'Som ren tekst',
    reasons: {
      campaign: 'har fået en anden udsendelse',
      segment: 'er i et udeladt segment',
      campaign_not_sending: 'udsendelsen er ikke i gang',
      gone: 'findes ikke længere',
      restricted: 'behandlingen er begrænset',
      objected: 'har gjort indsigelse mod markedsføring',
      deactivated: 'er deaktiveret',
      suppressed: 'adressen er spærret',
      unknown_purpose: 'formålet findes ikke længere',
      unsubscribed: 'har afmeldt sig',
      consent_ended: 'samtykket er ophørt',
      consent_missing: 'har ikke givet samtykke',
      evidence_missing: 'mangler bevis for kundeforholdet',
      market_requires_consent: 'markedet kræver samtykke',
      no_content: 'ingen tekst på et sprog til dem',
    },
  },
  fi: {
    title: 'Tältä se näyttää',
    subject: 'Aihe',
    shownTo: 'Vastaanottajana',
    sample: 'kuviteltu lukija',
    wouldGet: (count) => (count === 1 ? '1 henkilö saa sen' : `${count} henkilöä saa sen`),
    ofFirst: (count) => `ensimmäisistä ${count}`,
    recipients: 'Vastaanottajat',
    leftOut: 'Pois jätetyt',
    nobodyLeftOut: 'ei ketään',
    mail: 'Sähköpostina',
    text: 'Pelkkänä tekstinä',
    reasons: {
      campaign: 'on saanut toisen lähetyksen',
      segment: 'kuuluu pois suljettuun segmenttiin',
      campaign_not_sending: 'lähetys ei ole käynnissä',
      gone: 'ei ole enää olemassa',
      restricted: 'käsittelyä on rajoitettu',
      objected: 'on vastustanut markkinointia',
      deactivated: 'on poistettu käytöstä',
      suppressed: 'osoite on estetty',
      unknown_purpose: 'käyttötarkoitusta ei enää ole',
      unsubscribed: 'on perunut tilauksen',
      consent_ended: 'suostumus on päättynyt',
      consent_missing: 'ei ole antanut suostumusta',
      evidence_missing: 'asiakassuhteesta ei ole näyttöä',
      market_requires_consent: 'markkina edellyttää suostumusta',
      no_content: 'ei tekstiä heidän kielellään',
    },
  },
  en: {
    title: 'What it will look like',
    subject: 'Subject',
    shownTo: 'Shown as for',
    sample: 'a made-up reader',
    wouldGet: (count) => (count === 1 ? '1 person gets it' : `${count} people get it`),
    ofFirst: (count) => `of the first ${count}`,
    recipients: 'Recipients',
    leftOut: 'Left out',
    nobodyLeftOut: 'nobody',
    mail: 'As a mail',
    text: 'As plain text',
    reasons: {
      campaign: 'were sent another campaign',
      segment: 'are in an excluded segment',
      campaign_not_sending: 'the campaign is not sending',
      gone: 'exist no longer',
      restricted: 'processing is restricted',
      objected: 'have objected to marketing',
      deactivated: 'are deactivated',
      suppressed: 'the address is suppressed',
      unknown_purpose: 'the purpose exists no longer',
      unsubscribed: 'have unsubscribed',
      consent_ended: 'the consent has ended',
      consent_missing: 'have not consented',
      evidence_missing: 'lack evidence of being customers',
      market_requires_consent: 'the market requires consent',
      no_content: 'no text in a language for them',
    },
  },
};
