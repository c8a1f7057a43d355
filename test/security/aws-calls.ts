/** What the functions ask of AWS, heard inside the SDK's own clients. */
import type { System } from '../../local/system.ts';

/** One call: its command, and for DynamoDB the table and the condition. */
export interface AwsCall {
  readonly command: string;
  readonly table: string | undefined;
  readonly condition: string | undefined;
}

/** Collects every call that the functions make from now on. */
export function hearAwsCalls({ deps }: System): { readonly calls: AwsCall[]; readonly stop: () => void } {
  const calls: AwsCall[] = [];
  const name = `heard-${deps.newId()}`;
  const stacks = [deps.db.client, deps.ses.client, deps.queues.client, deps.timers.client].map(
    ({ middlewareStack }) => middlewareStack,
  );
  for (const stack of stacks) {
    // the clients differ in their types of input, and this reads any of them
    (stack as typeof deps.db.client.middlewareStack).add(
      (next, context) => (args) => {
        const { TableName, ConditionExpression } = args.input as { TableName?: string; ConditionExpression?: string };
        calls.push({ command: String(context.commandName), table: TableName, condition: ConditionExpression });
        return next(args);
      },
      { step: 'initialize', name },
    );
  }
  return {
    calls,
    stop: () => {
      for (const stack of stacks) stack.remove(name);
    },
  };
}
