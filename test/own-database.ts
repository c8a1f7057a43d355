/**
 * Gives a test file a database of its own in the engine that all share: 600 tables with streams, long deleted, make a write to any other such table cost seven times
 * as much of DynamoDB Local's time.
 */
import { randomBytes } from 'node:crypto';

// letters and digits are all that it takes
process.env.AWS_ACCESS_KEY_ID = randomBytes(8).toString('hex');
