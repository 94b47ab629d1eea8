// Posts one message with the SDK named, and prints what the SDK says: `node post.js '{"sdk": "...", "url": "...", "text": "..."}'`.
const asked = JSON.parse(process.argv[2]);

const sdks = {
  async webApi() {
    const { WebClient } = require("@slack/web-api");
    const client = new WebClient(asked.token, { slackApiUrl: `${asked.url}/api/`, retryConfig: { retries: 0 } });
    return client.chat.postMessage({ channel: "C024BE91L", text: asked.text, blocks: [{ type: "section", text: { type: "mrkdwn", text: asked.text } }] });
  },
  async webhook() {
    const { IncomingWebhook } = require("@slack/webhook");
    return new IncomingWebhook(`${asked.url}/services/T0001/B0001/fictional`).send({ text: asked.text });
  },
  async mattermost() {
    const { Client4 } = require("@mattermost/client");
    const client = new Client4();
    client.setUrl(asked.url);
    client.setToken(asked.token);
    return client.createPost({ channel_id: "4xp9fdt77pncbef59f4k1qe83o", message: asked.text });
  },
};

sdks[asked.sdk]()
  .then((answer) => console.log(JSON.stringify({ ok: true, answer })))
  .catch((error) => console.log(JSON.stringify({ ok: false, name: error.constructor.name, message: error.message, data: error.data, body: error.original?.response?.data })));
