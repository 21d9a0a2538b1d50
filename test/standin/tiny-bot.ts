import {
  type AutocompleteInteraction,
  type ChatInputCommandInteraction,
  Client,
  type ClientOptions,
  Events,
  GatewayIntentBits,
  type Interaction,
  type Message,
  type MessageComponentInteraction,
  type MessageContextMenuCommandInteraction,
  type ModalSubmitInteraction,
  type RESTPostAPIApplicationCommandsJSONBody,
} from 'discord.js';
import { type Standin, type StandinOptions, startStandin } from '../../src/standin/standin.ts';

/** What a test's bot does with an interaction. */
export interface Behaviour {
  readonly command?: (interaction: ChatInputCommandInteraction) => unknown;
  /** Buttons and select menus. */
  readonly button?: (interaction: MessageComponentInteraction) => unknown;
  readonly onMessage?: (interaction: MessageContextMenuCommandInteraction) => unknown;
  /** Plain messages of people, as far as the client's intents bring them. */
  readonly message?: (message: Message) => unknown;
  readonly submit?: (interaction: ModalSubmitInteraction) => unknown;
  /** Suggestions for what was typed. */
  readonly suggest?: (
    typed: string,
    interaction: AutocompleteInteraction,
  ) => readonly { name: string; value: string }[];
}

export const ASK = {
  name: 'ask',
  description: 'Asks a question',
  options: [
    { type: 3, name: 'question', description: 'In any words', required: true, autocomplete: true, max_length: 200 },
  ],
} as const;

export interface Scene extends AsyncDisposable {
  readonly standin: Standin;
  readonly client: Client<true>;
  /** Errors that the client reported; a test that expects none looks here. */
  readonly errors: Error[];
}

export interface SceneOptions {
  readonly standin?: StandinOptions;
  readonly client?: Partial<ClientOptions>;
  readonly commands?: readonly (RESTPostAPIApplicationCommandsJSONBody | typeof ASK)[];
}

/**
 * A stand-in with an unmodified discord.js client connected and one command registered. Deadlines do not pass by themselves,
 * so that nothing depends on the speed of the machine; `standin.faults.passDeadlines` lets them pass.
 */
export async function openScene(behaviour: Behaviour = {}, options: SceneOptions = {}): Promise<Scene> {
  const standin = await startStandin({ trafficLimit: 20_000, deadlineMs: 600_000, ...options.standin });
  const errors: Error[] = [];
  const client = newClient(standin, options.client);
  client.on(Events.Error, (error) => errors.push(error));
  client.on(Events.InteractionCreate, (interaction) => behave(behaviour, interaction));
  client.on(Events.MessageCreate, async (message) => {
    if (message.author.id !== standin.ids.bot) await behaviour.message?.(message);
  });
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(standin.token);
  await ready;
  if (!client.isReady()) throw new Error('Expected the client to be ready.');
  await client.application.commands.set([...(options.commands ?? [ASK])]);
  return {
    standin,
    client,
    errors,
    async [Symbol.asyncDispose]() {
      await client.destroy();
      await standin.close();
    },
  };
}

export function newClient(standin: Standin, options: Partial<ClientOptions> = {}): Client {
  return new Client({
    intents: [GatewayIntentBits.Guilds],
    ...options,
    rest: { api: standin.apiUrl, ...options.rest },
  });
}

async function behave(behaviour: Behaviour, interaction: Interaction): Promise<void> {
  if (interaction.isAutocomplete()) {
    await interaction.respond([...(behaviour.suggest?.(interaction.options.getFocused(), interaction) ?? [])]);
  } else if (interaction.isChatInputCommand()) {
    await behaviour.command?.(interaction);
  } else if (interaction.isMessageComponent()) {
    await behaviour.button?.(interaction);
  } else if (interaction.isMessageContextMenuCommand()) {
    await behaviour.onMessage?.(interaction);
  } else if (interaction.isModalSubmit()) {
    await behaviour.submit?.(interaction);
  }
}

/** A plain REST call, for what the library would never send. */
export async function call(
  standin: Standin,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
  const response = await fetch(`${standin.apiUrl}/v10${path}`, {
    method,
    headers: {
      authorization: `Bot ${standin.token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, body: json as Record<string, unknown>, headers: response.headers };
}
