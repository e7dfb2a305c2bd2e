package org.trunkline.http.internal.endpoint;

import java.io.IOException;
import java.util.List;
import java.util.Set;

import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.settings.Settings;
import org.trunkline.api.settings.SettingsReport;
import org.trunkline.http.internal.answer.Answer;
import org.trunkline.http.internal.answer.Endpoint;
import org.trunkline.http.internal.answer.Problem;
import org.trunkline.http.internal.answer.Request;
import org.trunkline.wire.ProblemJson;
import org.trunkline.wire.settings.SettingsJson;

/** Technical settings of the node. */
final class SettingsEndpoints {
    private static final String PATH = "/api/v1/settings";

    private final Settings settings;

    SettingsEndpoints(Settings settings) {
        this.settings = settings;
    }

    List<Endpoint> all() {
        return List.of(new Endpoint("GET", PATH, Set.of(), _ -> Answer.ok(SettingsJson.write(settings.report()))),
                new Endpoint("PUT", PATH, Set.of("check"), this::change));
    }

    private Answer change(Request request) throws Problem, NodeUnavailableException, IOException {
        var parsed = SettingsJson.readChange(request.json());
        if (!parsed.errors().isEmpty() && !request.flag("check"))
            throw Problem.invalid(parsed.errors());
        if (request.flag("check"))
            return Answer.ok(ProblemJson.check(parsed.errors().isEmpty() ? settings.check(parsed.draft()) : parsed.errors()));
        return switch (settings.change(parsed.draft())) {
            case SaveResult.Saved<SettingsReport>(var now) -> Answer.ok(SettingsJson.write(now));
            case SaveResult.Rejected<SettingsReport>(var errors) -> throw Problem.invalid(errors);
            case SaveResult.Missing<SettingsReport> _, SaveResult.InUse<SettingsReport> _ ->
                throw new IllegalStateException("settings always exist");
        };
    }
}
