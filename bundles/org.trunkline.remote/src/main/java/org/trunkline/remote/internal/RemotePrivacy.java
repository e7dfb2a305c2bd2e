package org.trunkline.remote.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

import com.fasterxml.jackson.databind.JsonNode;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.privacy.HoldDraft;
import org.trunkline.api.privacy.PersonChange;
import org.trunkline.api.privacy.PersonPage;
import org.trunkline.api.privacy.Privacy;
import org.trunkline.api.privacy.RetentionStatus;
import org.trunkline.domain.config.LegalHold;
import org.trunkline.domain.config.Retention;
import org.trunkline.wire.PrivacyJson;
import org.trunkline.wire.ProblemJson;

/** What a node elsewhere keeps of people. */
record RemotePrivacy(HttpLink link) implements Privacy {
    /** All that is kept is read, or written again. */
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    @Override
    public RetentionStatus retention() throws NodeUnavailableException {
        return link.get("/retention", PrivacyJson::readStatus);
    }

    @Override
    public SaveResult<Retention> retain(Retention retention) throws NodeUnavailableException {
        var reply = link.send("PUT", "/retention", Optional.of(PrivacyJson.write(retention)));
        if (reply.ok())
            return new SaveResult.Saved<>(link.decode(reply.body(), PrivacyJson::readRetention));
        if (reply.status() != 422)
            throw link.refused(reply);
        return new SaveResult.Rejected<>(link.decode(reply.body(), ProblemJson::read).errors());
    }

    @Override
    public Catalog<LegalHold, HoldDraft> holds() {
        return new RemoteCatalog<>(link, "/legal-holds", PrivacyJson::readHold, PrivacyJson::write);
    }

    @Override
    public PersonPage person(String number, Purpose purpose, Optional<String> after, int limit)
            throws NodeUnavailableException {
        return post("/persons/search", Optional.of(PrivacyJson.write(
                new PrivacyJson.PersonRequest(number, purpose, after, limit))), PrivacyJson::readPage);
    }

    @Override
    public PersonChange erase(String number) throws NodeUnavailableException {
        return post("/persons/erase", Optional.of(PrivacyJson.person(number)), PrivacyJson::readChange);
    }

    @Override
    public PersonChange pseudonymise(String number) throws NodeUnavailableException {
        return post("/persons/pseudonymise", Optional.of(PrivacyJson.person(number)), PrivacyJson::readChange);
    }

    @Override
    public RetentionStatus.Sweep sweep() throws NodeUnavailableException {
        return post("/retention/apply", Optional.empty(), PrivacyJson::readSweep);
    }

    @Override
    public RetentionStatus.Key newKey() throws NodeUnavailableException {
        return post("/retention/key", Optional.empty(), PrivacyJson::readKey);
    }

    private <T> T post(String path, Optional<JsonNode> body, Function<JsonNode, T> reader)
            throws NodeUnavailableException {
        var reply = link.send("POST", path, body, PATIENCE);
        if (!reply.ok())
            throw link.refused(reply);
        return link.decode(reply.body(), reader);
    }
}
