// The certified OpenID Connect provider as the tests need it: it signs in whomever a test names,
// with the claims that a test gives, and can be made to say what no provider should say.
//
//   node provider.js CERT KEY    serves on a free port of loopback and prints it
//
// For the tests only: `/test/...` sets it up, `x-test-login` on a request is the person at the screen.
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import * as jose from "jose";
import { Provider } from "oidc-provider";

const [certificate, privateKey] = process.argv.slice(2).map((file) => readFileSync(file));

let provider;
let setup = { clients: [], accounts: {} };
let keys = [];
let mangle = null;
let loggedOut = [];
let generation = 0;

async function freshKey() {
  const { privateKey } = await jose.generateKeyPair("RS256", { extractable: true });
  generation += 1;
  return { ...(await jose.exportJWK(privateKey)), kid: `key-${generation}`, use: "sig", alg: "RS256" };
}

function build(issuer) {
  const claims = [...new Set(Object.values(setup.accounts).flatMap(Object.keys)), "acr", "amr"];
  const made = new Provider(issuer, {
    clients: setup.clients,
    jwks: { keys },
    claims: { openid: ["sub", ...claims] },
    conformIdTokenClaims: false,
    acrValues: ["urn:test:password", "urn:test:two"],
    pkce: { required: () => true },
    clientAuthMethods: ["private_key_jwt"],
    cookies: { keys: ["only", "for", "tests"] },
    features: {
      devInteractions: { enabled: false },
      backchannelLogout: { enabled: true },
      claimsParameter: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => { ctx.body = form; },
        postLogoutSuccessSource: (ctx) => { ctx.body = "signed out"; },
      },
    },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    ttl: { Interaction: 600, Session: 36000, Grant: 36000, AccessToken: 600, IdToken: 600 },
    findAccount: (_, id) => setup.accounts[id] && {
      accountId: id,
      claims: () => ({ sub: id, ...setup.accounts[id] }),
    },
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({
        clientId: ctx.oidc.client.clientId,
        accountId: ctx.oidc.session.accountId,
      });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
  });
  // What goes wrong inside is said, or a test would look for it in the wrong place.
  made.on("server_error", (_, error) => console.error(error));
  made.use(async (ctx, next) => {
    const uid = ctx.path.match(/^\/interaction\/([^/]+)$/)?.[1];
    if (uid) {
      const person = ctx.get("x-test-login");
      if (!person) { ctx.body = "sign in here"; return; }
      const [accountId, acr = "urn:test:two", amr = ""] = person.split(" ");
      const login = { accountId, acr, amr: amr ? amr.split(",") : undefined, remember: true };
      const result = person === "abort" ? { error: "access_denied" } : { login };
      await made.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
      ctx.respond = false;
      return;
    }
    await next();
    if (ctx.path === "/token" && ctx.body?.id_token && mangle) {
      ctx.body.id_token = await mangled(ctx.body.id_token, mangle);
      mangle = null;
    }
  });
  return made;
}

// The same token with other claims or another header, signed anew: what a broken or a hostile
// provider could send.
async function mangled(token, { claims = {}, remove = [], sign = "own" }) {
  const header = jose.decodeProtectedHeader(token);
  const payload = { ...jose.decodeJwt(token), ...claims };
  remove.forEach((name) => delete payload[name]);
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  switch (sign) {
    case "none":
      return `${part({ alg: "none" })}.${part(payload)}.`;
    case "tampered": {
      const [head, , signature] = token.split(".");
      return `${head}.${part(payload)}.${signature}`;
    }
    case "hs256": {
      // The public key, which everybody knows, as if it were a secret.
      const { n } = keys.find((key) => key.kid === header.kid);
      const secret = new TextEncoder().encode(n);
      return new jose.SignJWT(payload).setProtectedHeader({ alg: "HS256", kid: header.kid }).sign(secret);
    }
    case "stranger": {
      const key = await jose.importJWK(await freshKey(), "RS256");
      return new jose.SignJWT(payload).setProtectedHeader({ alg: "RS256", kid: header.kid }).sign(key);
    }
    default: {
      const key = await jose.importJWK(keys.find((key) => key.kid === header.kid), "RS256");
      return new jose.SignJWT(payload).setProtectedHeader(header).sign(key);
    }
  }
}

async function body(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

const control = {
  // Clients and accounts; everything from before is forgotten.
  "/test/setup": async (text, issuer) => {
    setup = JSON.parse(text);
    provider = build(issuer);
  },
  // What is wrong with the next token.
  "/test/mangle": async (text) => { mangle = JSON.parse(text); },
  // Another key signs from now on; `keep` tells whether the former one is still published.
  "/test/rotate": async (text, issuer) => {
    keys = [await freshKey(), ...(text === "keep" ? keys : [])];
    provider = build(issuer);
  },
  // Logout tokens come here, to be fetched by the test.
  "/test/logout-sink": async (text) => { loggedOut.push(new URLSearchParams(text).get("logout_token")); },
  "/test/logged-out": async () => {
    const token = loggedOut.pop() ?? "";
    return token;
  },
  // A token that this provider signs, whatever is in it.
  "/test/sign": async (text) => {
    const key = await jose.importJWK(keys[0], "RS256");
    const header = { alg: "RS256", kid: keys[0].kid, typ: "logout+jwt" };
    return new jose.SignJWT(JSON.parse(text)).setProtectedHeader(header).sign(key);
  },
};

keys = [await freshKey()];
const server = createServer({ cert: certificate, key: privateKey }, async (request, response) => {
  const issuer = `https://localhost:${server.address().port}`;
  try {
    const act = control[request.url];
    if (act) {
      response.end(await act(await body(request), issuer) ?? "");
    } else {
      await provider.callback()(request, response);
    }
  } catch (error) {
    console.error(error);
    response.writeHead(500).end();
  }
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
// Whoever started this may be gone without a word: its end of the pipe closes.
process.stdin.on("end", () => process.exit(0)).resume();
