// A phone as a page of anybody's would be: SIP.js as it is published, and nothing that knows of the node.
import {Inviter, Registerer, SessionState, UserAgent, Web} from "./modules/sip.js/lib/index.js";
import {bundle, configuration, constraints, domain, listen, obey, password, server, tell, tone, toneWithoutMicrophone, user} from "./common.js";

const sessionDescriptionHandlerOptions = {constraints};
const withoutBundle = description => Promise.resolve({...description, sdp: description.sdp.replace(/a=group:BUNDLE.*\r\n/, "")});
const sessionDescriptionHandlerModifiers = bundle === "none" ? [withoutBundle] : [];
const options = {sessionDescriptionHandlerOptions, sessionDescriptionHandlerModifiers};
let session;

const agent = new UserAgent({
    uri: UserAgent.makeURI(`sip:${user}@${domain}`),
    transportOptions: {server},
    authorizationUsername: user,
    authorizationPassword: password,
    ...tone && {sessionDescriptionHandlerFactory: Web.defaultSessionDescriptionHandlerFactory(async () => toneWithoutMicrophone(tone))},
    sessionDescriptionHandlerFactoryOptions: {peerConnectionConfiguration: configuration},
    logBuiltinEnabled: false,
    delegate: {
        onInvite(invitation) {
            follow(invitation);
            invitation.accept(options);
        }
    }
});

function follow(next) {
    session = next;
    session.stateChange.addListener(state => {
        tell("state", {state});
        if (state === SessionState.Established)
            listen(session.sessionDescriptionHandler.peerConnection, () => session.state !== SessionState.Established);
    });
}

const commands = {
    call: ({user: callee}) => {
        follow(new Inviter(agent, UserAgent.makeURI(`sip:${callee}@${domain}`), options));
        return session.invite();
    },
    hangUp: () => session.bye(),
    restartIce: () => session.invite({
        sessionDescriptionHandlerOptions: {constraints, offerOptions: {iceRestart: true}}, sessionDescriptionHandlerModifiers,
        requestDelegate: {onAccept: () => tell("restarted", {done: true}), onReject: () => tell("error", {text: "rejected"})}
    }),
};

await agent.start();
const registerer = new Registerer(agent);
registerer.stateChange.addListener(state => tell("registration", {state}));
await registerer.register();
obey(commands);
