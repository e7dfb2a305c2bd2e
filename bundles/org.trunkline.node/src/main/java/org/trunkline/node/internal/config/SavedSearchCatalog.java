package org.trunkline.node.internal.config;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.alert.AlertChannelAbout;
import org.trunkline.api.alert.AlertChannelForms;
import org.trunkline.api.alert.Alerts;
import org.trunkline.api.cdr.CdrOrder;
import org.trunkline.api.cdr.CdrQuery;
import org.trunkline.api.cdr.CdrSearch;
import org.trunkline.api.cdr.QueryException;
import org.trunkline.api.config.SavedSearchDraft;
import org.trunkline.api.config.SavedSearchRules;
import org.trunkline.domain.config.AlertRule;
import org.trunkline.domain.config.SavedSearch;
import org.trunkline.engine.port.config.ConfigChange;
import org.trunkline.engine.port.config.Configuration;
import org.trunkline.node.internal.config.Configurations.Plan;
import org.trunkline.node.internal.settings.AlertSettings;

/** Saved searches by name. Of a webhook's secret nothing is ever told. */
public final class SavedSearchCatalog extends StoredCatalog<SavedSearch, SavedSearchDraft> {
    private final CdrSearch index;
    private final Supplier<AlertSettings> settings;
    private final Alerts alerts;

    /**
     * Where alerts may go.
     *
     * @param settings which webhooks may be told, and whether mail can be sent
     * @param alerts knows the other channels
     */
    public record AlertPlaces(Supplier<AlertSettings> settings, Alerts alerts) {}

    public SavedSearchCatalog(Configurations configurations, CdrSearch index, AlertPlaces places) {
        super(configurations);
        this.index = index;
        settings = places.settings();
        alerts = places.alerts();
    }

    @Override
    List<SavedSearch> entries(Configuration configuration) {
        return configuration.savedSearches().list();
    }

    @Override
    String key(SavedSearch entry) {
        return entry.name();
    }

    @Override
    String draftKey(SavedSearchDraft draft) {
        return draft.name();
    }

    @Override
    String keyField() {
        return "name";
    }

    @Override
    List<FieldError> check(Configuration configuration, Optional<SavedSearch> present, SavedSearchDraft draft) {
        boolean secretKept = present.filter(p -> p.alert().flatMap(AlertRule::webhook).isPresent()).isPresent();
        var errors = new ArrayList<>(SavedSearchRules.check(draft, secretKept));
        if (errors.stream().noneMatch(e -> e.field().equals("query")))
            understood(draft.query()).ifPresent(errors::add);
        draft.alert().ifPresent(alert -> {
            alert(errors, alert);
            errors.addAll(AlertChannelForms.check(alert.channels(), others(),
                    present.flatMap(SavedSearch::alert).map(AlertRule::channels).orElse(List.of())));
        });
        return errors;
    }

    /** While the index is away nobody can tell: an alert says so later. */
    private Optional<FieldError> understood(String query) {
        try {
            index.rows(new CdrQuery(query, Optional.empty(), Optional.empty()), CdrOrder.NEWEST_FIRST, 0, 1);
            return Optional.empty();
        } catch (QueryException e) {
            return Optional.of(QueryFault.of(query, e));
        } catch (NodeUnavailableException e) {
            return Optional.empty();
        }
    }

    private void alert(List<FieldError> errors, SavedSearchDraft.Alert alert) {
        if (!alert.mailTo().isEmpty() && settings.get().smtpHost().isEmpty())
            errors.add(new FieldError("alert.mailTo", "no-mail", List.of("trunkline.smtp.host"),
                    "this node sends no e-mail: set trunkline.smtp.host and trunkline.smtp.from"));
        if (alert.webhook().isEmpty() || errors.stream().anyMatch(e -> e.field().equals("alert.webhook")))
            return;
        var host = URI.create(alert.webhook().get()).getHost().toLowerCase(Locale.ROOT);
        var hosts = settings.get().webhookHosts();
        if (!hosts.contains(host))
            errors.add(new FieldError("alert.webhook", "webhook-host", List.of(host,
                    String.join(", ", hosts)), "this node does not call webhooks at \"" + host
                            + "\": name that host in the setting trunkline.webhook.hosts"));
    }

    /** Those without fields of their own in a rule. While nobody knows, what an alert has already stays and no more can be set. */
    private List<AlertChannelAbout> others() {
        try {
            return alerts.channels().stream().filter(c -> !c.plugin().isEmpty()).toList();
        } catch (NodeUnavailableException e) {
            return List.of();
        }
    }

    @Override
    Plan.Change<SavedSearch> put(SavedSearchDraft draft) {
        var others = others();
        var alert = draft.alert().map(a -> new AlertRule(a.matches(), Duration.ofMinutes(a.withinMinutes()),
                Duration.ofMinutes(a.quietMinutes()), a.webhook(), a.mailTo(),
                AlertChannelForms.open(a.channels(), others)));
        var search = new SavedSearch(draft.name(), draft.query(),
                draft.lastSeconds() == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(draft.lastSeconds())),
                draft.owner(), draft.shared(), draft.tile(), alert);
        return new Plan.Change<>(new ConfigChange.PutSavedSearch(search,
                draft.alert().filter(a -> a.webhook().isPresent()).flatMap(SavedSearchDraft.Alert::secret),
                draft.alert().map(a -> AlertChannelForms.secrets(a.channels(), others)).orElse(Map.of())), search);
    }

    @Override
    ConfigChange remove(SavedSearch entry) {
        return new ConfigChange.RemoveSavedSearch(entry.name());
    }

    @Override
    List<String> dependents(Configuration configuration, SavedSearch entry) {
        return List.of();
    }
}
