// A real OpenID Connect provider for tests: `node provider.mjs SETTINGS.json`. Accounts and clients come from the file;
// anybody may sign in under any account by the provider's own development forms.
import { readFileSync } from 'node:fs';
import { Provider } from 'oidc-provider';

const set = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const provider = new Provider(`http://127.0.0.1:${set.port}`, {
  clients: set.clients,
  jwks: set.jwks,
  cookies: { keys: ['for tests'] },
  scopes: ['openid', 'claimgate'],
  claims: { openid: ['sub'], claimgate: ['role', 'uscc', 'office'] },
  conformIdTokenClaims: set.only_user_info,
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...set.accounts[id] }) }),
  extraTokenClaims: (ctx, token) => set.machines[token.clientId],
  pkce: { required: () => true },
  ttl: { IdToken: set.id_token_seconds, ClientCredentials: set.access_token_seconds, Session: 3600, Interaction: 600, Grant: 3600, AccessToken: 3600 },
  features: {
    devInteractions: { enabled: true },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: (ctx, client) => (client.clientId in set.machines ? 'urn:claimgate' : undefined),
      getResourceServerInfo: (ctx, resource, client) => ({
        scope: '',
        audience: set.machines[client.clientId]?.audience ?? set.audience,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: set.algorithm } },
      }),
    },
  },
});
provider.listen(set.port, '127.0.0.1', () => console.log('listening'));
