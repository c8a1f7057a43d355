import * as z from 'zod';
import { EmailAddress } from '../../domain/email-address.ts';
import { locales } from '../../domain/policy.ts';
import { SignUpBody } from '../../domain/sign-up.ts';
import { type Described, shows } from './operation.ts';

const lang = z.strictObject({ lang: z.enum(locales).optional() });

/** The same answer for everybody, as JSON and as a page. */
const accepted = {
  202: {
    description: 'Taken in, as JSON',
    content: { 'application/json': { schema: z.object({ status: z.literal('accepted') }), example: { status: 'accepted' } } },
  },
  303: { description: 'Taken in, as a form: on to the next page', headers: { location: 'The page' } },
} as const;

/** Routes without a login. */
export const visitors = {
  'GET /{brand}/signup/{form}': {
    tag: 'Forms',
    summary: 'The hosted sign-up form',
    description: 'Nothing on it is ticked in advance. `lang` is one of the languages that the form is written in.',
    query: lang,
    answers: shows('The form'),
    pages: true,
  },
  'POST /{brand}/signup/{form}': {
    tag: 'Forms',
    summary: 'Sign up',
    description:
      'The answer is the same whoever signs up, so that nobody learns from it who is a subscriber. What follows comes by mail: a link to confirm, which is the only thing that subscribes. Fields and boxes are those of the form and its version; `website` must stay empty.',
    body: {
      schema: SignUpBody,
      example: {
        email: 'kari@example.no',
        name: 'Kari Nordmann',
        locale: 'nb',
        formVersion: 1,
        consents: ['newsletter:insights', 'tracking:open'],
      },
      alsoAsForm: true,
    },
    answers: accepted,
    problems: ['origin-not-allowed', 'form-withdrawn'],
  },
  'OPTIONS /{brand}/signup/{form}': {
    tag: 'Forms',
    summary: 'Whether another site’s script may post the form',
    answers: { 204: { description: 'CORS headers, if the brand lists the site' } },
    pages: true,
  },
  'GET /{brand}/signup/{form}/thanks': {
    tag: 'Forms',
    summary: 'The page after the form',
    query: lang,
    answers: shows('The page'),
    pages: true,
  },
  'GET /{brand}/signup/{form}/embed': {
    tag: 'Forms',
    summary: 'What a site pastes to show the form itself',
    query: lang,
    answers: shows('The HTML and the script, to copy'),
    pages: true,
  },
  'GET /{brand}/privacy': {
    tag: 'Forms',
    summary: 'The privacy notice, made from the policy in force',
    query: lang.extend({ version: z.string().optional() }),
    answers: shows('The notice'),
    pages: true,
  },

  'GET /{brand}/contact/{form}': {
    tag: 'Forms',
    summary: 'A contact form',
    query: lang,
    answers: shows('The form'),
    pages: true,
  },
  'POST /{brand}/contact/{form}': {
    tag: 'Forms',
    summary: 'Write to the brand',
    description: 'Forwarded by mail. Nothing is stored, and nobody is subscribed. Fields are those of the form.',
    body: {
      schema: z.looseObject({ email: EmailAddress, formVersion: z.int().optional() }),
      example: { email: 'kari@example.no', name: 'Kari Nordmann', message: 'Hei!' },
      alsoAsForm: true,
    },
    answers: accepted,
    problems: ['origin-not-allowed', 'form-withdrawn'],
  },
  'OPTIONS /{brand}/contact/{form}': {
    tag: 'Forms',
    summary: 'Whether another site’s script may post the contact form',
    answers: { 204: { description: 'CORS headers, if the brand lists the site' } },
    pages: true,
  },
  'GET /{brand}/contact/{form}/thanks': {
    tag: 'Forms',
    summary: 'The page after the contact form',
    query: lang,
    answers: shows('The page'),
    pages: true,
  },

  'GET /c/{token}': {
    tag: 'Links',
    summary: 'What the link in a mail would confirm',
    query: lang,
    answers: shows('What is agreed to, and a button'),
    problems: ['link-not-valid', 'link-expired'],
    pages: true,
  },
  'POST /c/{token}': {
    tag: 'Links',
    summary: 'Confirm a sign-up, or that one wants to stay',
    description: 'May be repeated: a second POST shows the same page.',
    answers: shows('Done'),
    problems: ['link-not-valid', 'link-expired', 'busy'],
    pages: true,
  },
  'GET /u/{token}': {
    tag: 'Links',
    summary: 'What unsubscribing would end',
    query: lang,
    answers: shows('What would end, and a button'),
    problems: ['link-not-valid'],
    pages: true,
  },
  'POST /u/{token}': {
    tag: 'Links',
    summary: 'Unsubscribe',
    description: 'RFC 8058 one-click, with or without a body; no cookie, no redirect. May be repeated.',
    body: {
      schema: z.object({ 'List-Unsubscribe': z.literal('One-Click').optional() }),
      example: { 'List-Unsubscribe': 'One-Click' },
      alsoAsForm: true,
      optional: true,
    },
    answers: shows('Done: what ended, and where to sign up again'),
    problems: ['link-not-valid', 'busy'],
    pages: true,
  },

  'GET /openapi.json': {
    tag: 'API',
    summary: 'This description, as OpenAPI 3.1',
    answers: { 200: { description: 'The document', content: { 'application/json': { schema: z.looseObject({}) } } } },
  },
} as const satisfies Described;
