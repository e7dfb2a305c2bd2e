// The same phone with JsSIP as it is published.
import {configuration, constraints, domain, listen, obey, password, server, tell, user} from "./common.js";

const PACKAGES = {jssip: "lib/JsSIP.js", debug: "src/browser.js", ms: "index.js", events: "events.js", "sdp-transform": "lib/index.js"};
const loaded = new Map();

function fetched(url) {
    const request = new XMLHttpRequest();
    request.open("GET", url, false);
    request.send();
    return request.status === 200 ? request.responseText : undefined;
}

/** A package of modules for Node, as a bundler would make one script of it. */
function require(name, from) {
    const url = PACKAGES[name] ? new URL(`modules/${name}/${PACKAGES[name]}`, location) : new URL(name, from);
    for (const each of [url.href, `${url.href}.js`]) {
        if (loaded.has(each))
            return loaded.get(each).exports;
        const text = /\.js(on)?$/.test(each) ? fetched(each) : undefined;
        if (text === undefined)
            continue;
        const module = {exports: {}};
        loaded.set(each, module);
        if (each.endsWith(".json"))
            module.exports = JSON.parse(text);
        else
            new Function("module", "exports", "require", text)(module, module.exports, next => require(next, each));
        return module.exports;
    }
    throw new Error(`there is no ${name}`);
}

const JsSIP = require("jssip");
const agent = new JsSIP.UA({uri: `sip:${user}@${domain}`, password, sockets: [new JsSIP.WebSocketInterface(server)]});
let session;

function follow(next) {
    session = next;
    const over = () => tell("state", {state: "Terminated"});
    session.on("confirmed", () => {
        tell("state", {state: "Established"});
        listen(session.connection, () => session.isEnded());
    });
    session.on("ended", over);
    session.on("failed", ({cause}) => tell("error", {text: cause}));
}

agent.on("newRTCSession", ({originator, session: next}) => {
    if (originator !== "remote")
        return;
    follow(next);
    next.answer({mediaConstraints: constraints, pcConfig: configuration});
});
agent.on("registered", () => tell("registration", {state: "Registered"}));
agent.on("registrationFailed", ({cause}) => tell("error", {text: cause}));
agent.start();
obey({
    call: ({user: callee}) => follow(agent.call(`sip:${callee}@${domain}`, {mediaConstraints: constraints, pcConfig: configuration})),
    hangUp: () => session.terminate(),
});
