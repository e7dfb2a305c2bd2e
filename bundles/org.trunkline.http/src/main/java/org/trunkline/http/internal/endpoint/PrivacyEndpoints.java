package org.trunkline.http.internal.endpoint;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.privacy.PersonChange;
import org.trunkline.api.privacy.PersonPage;
import org.trunkline.api.privacy.Privacy;
import org.trunkline.domain.config.LegalHold;
import org.trunkline.domain.config.Retention;
import org.trunkline.export.PersonFile;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Endpoint;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.answer.Request;
import org.trunkline.wire.DraftJson;
import org.trunkline.wire.PrivacyJson;
import org.trunkline.wire.ProblemJson;

/** Retention, legal holds, and a person's data. Numbers come in bodies: addresses of requests are logged on the way. */
final class PrivacyEndpoints {
    private static final String API = "/api/v1";
    private static final int MAX_LIMIT = 500;

    private final Privacy privacy;

    PrivacyEndpoints(Privacy privacy) {
        this.privacy = privacy;
    }

    List<Endpoint> all() {
        var all = new ArrayList<>(new CatalogEndpoints<>(API + "/legal-holds", "name", privacy.holds(), PrivacyJson::write,
                LegalHold::name, PrivacyJson::readDraft).all());
        all.add(new Endpoint("GET", API + "/retention", Set.of(), _ -> Answer.ok(PrivacyJson.write(privacy.retention()))));
        all.add(new Endpoint("PUT", API + "/retention", Set.of("check"), this::retain));
        all.add(new Endpoint("POST", API + "/retention/apply", Set.of(), _ -> Answer.ok(PrivacyJson.write(privacy.sweep()))));
        all.add(new Endpoint("POST", API + "/retention/key", Set.of(), _ -> Answer.ok(PrivacyJson.write(privacy.newKey()))));
        all.add(new Endpoint("POST", API + "/persons/search", Set.of(), this::search));
        all.add(new Endpoint("POST", API + "/persons/export", Set.of(), this::export));
        all.add(new Endpoint("POST", API + "/persons/erase", Set.of(), request -> change(request, privacy::erase)));
        all.add(new Endpoint("POST", API + "/persons/pseudonymise", Set.of(),
                request -> change(request, privacy::pseudonymise)));
        return all;
    }

    private Answer retain(Request request) throws Problem, NodeUnavailableException, IOException {
        var parsed = PrivacyJson.readRetention(request.json(), privacy.retention().retention());
        if (request.flag("check"))
            return Answer.ok(ProblemJson.check(parsed.errors()));
        return switch (privacy.retain(checked(parsed))) {
            case SaveResult.Saved<Retention>(var saved) -> Answer.ok(PrivacyJson.write(saved));
            case SaveResult.Rejected<Retention>(var errors) -> throw Problem.invalid(errors);
            case SaveResult.Missing<Retention> _, SaveResult.InUse<Retention> _ ->
                throw new IllegalStateException("retention always exists");
        };
    }

    private static <D> D checked(DraftJson.Parsed<D> parsed) throws Problem {
        if (!parsed.errors().isEmpty())
            throw Problem.invalid(parsed.errors());
        return parsed.draft();
    }

    private Answer search(Request request) throws Problem, NodeUnavailableException, IOException {
        var asked = checked(PrivacyJson.readPerson(request.json(), true, MAX_LIMIT));
        PersonPage page;
        try {
            page = privacy.person(asked.number(), asked.purpose(), asked.after(), asked.limit());
        } catch (IllegalArgumentException e) {
            if (asked.after().isEmpty())
                throw e;
            throw Problem.invalid(List.of(new FieldError("after", "invalid", List.of(), String.valueOf(e.getMessage()))));
        }
        return Answer.ok(PrivacyJson.write(page));
    }

    private Answer export(Request request) throws Problem, NodeUnavailableException, IOException {
        var asked = checked(PrivacyJson.readPerson(request.json(), false, MAX_LIMIT));
        var file = PersonFile.of(privacy, asked.number(), InstantSource.system().instant());
        return Answer.file("person.zip", "application/zip", out -> file.writeTo(out, (_, _) -> true));
    }

    /** What is done to a person's records. */
    private interface Change {
        PersonChange of(String number) throws NodeUnavailableException;
    }

    private static Answer change(Request request, Change how) throws Problem, NodeUnavailableException, IOException {
        ObjectNode done = PrivacyJson.write(how.of(checked(PrivacyJson.readPerson(request.json(), false, MAX_LIMIT)).number()));
        return Answer.ok(done);
    }
}
