package org.trunkline.ui.trunks.internal.model;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.eclipse.core.runtime.NullProgressMonitor;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.EntryChange;
import org.trunkline.api.config.EntryFilter;
import org.trunkline.api.config.EntryKind;
import org.trunkline.api.config.EntryReferences;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.ui.CatalogPages;

/**
 * Subscribers with their ring groups. A node keeps the members at the group, so that saving one changes the subscriber and
 * each group that it enters or leaves, all in one transaction; a new member rings last.
 */
final class MemberCatalog implements Catalog<Member, Member.Draft> {
    static final String GROUPS = "ringGroups";
    private static final Pattern CHANGE = Pattern.compile("changes\\[([0-9]{1,4})]\\.(.*)");

    private final Node node;

    MemberCatalog(Node node) {
        this.node = requireNonNull(node);
    }

    private List<RingGroup> groups() throws NodeUnavailableException {
        return CatalogPages.all(node.ringGroups(), new NullProgressMonitor());
    }

    @Override
    public Page<Member> list(Optional<String> after, int limit) throws NodeUnavailableException {
        return members(node.subscribers().list(after, limit));
    }

    private Page<Member> members(Page<Subscriber> page) throws NodeUnavailableException {
        List<RingGroup> groups = groups();
        return new Page<>(page.items().stream().map(s -> Member.of(s, groups)).toList(), page.total(), page.next(),
                page.partial());
    }

    @Override
    public Page<Member> search(EntryFilter filter, int limit) throws NodeUnavailableException {
        return members(node.subscribers().search(filter, limit));
    }

    @Override
    public Optional<Member> find(String key) throws NodeUnavailableException {
        List<RingGroup> groups = groups();
        return node.subscribers().find(key).map(s -> Member.of(s, groups));
    }

    @Override
    public SaveResult<Member> create(Member.Draft draft) throws NodeUnavailableException {
        return save(new EntryChange.Create<>(EntryKind.SUBSCRIBER, draft.subscriber()), draft, groups());
    }

    @Override
    public SaveResult<Member> replace(String key, Member.Draft draft) throws NodeUnavailableException {
        return save(new EntryChange.Replace<>(EntryKind.SUBSCRIBER, key, draft.subscriber()), draft, following(key, draft));
    }

    /** The groups as they are once the subscriber has another name. */
    private List<RingGroup> following(String key, Member.Draft draft) throws NodeUnavailableException {
        return groups().stream().map(group -> EntryReferences.follow(EntryKind.RING_GROUP, group, EntryKind.SUBSCRIBER, key,
                draft.subscriber().username()).orElse(group)).toList();
    }

    private SaveResult<Member> save(EntryChange<Subscriber> subscriber, Member.Draft draft, List<RingGroup> groups)
            throws NodeUnavailableException {
        List<FieldError> wrong = missing(groups, draft);
        if (!wrong.isEmpty())
            return new SaveResult.Rejected<>(wrong);
        var changes = new ArrayList<EntryChange<?>>(List.of(subscriber));
        List<RingGroup> changed = changed(groups, draft);
        changed.forEach(group -> changes.add(new EntryChange.Replace<>(EntryKind.RING_GROUP, group.name(), group)));
        return switch (node.apply(changes)) {
            case SaveResult.Saved<List<Record>>(List<Record> saved) -> new SaveResult.Saved<>(
                    Member.of((Subscriber) saved.getFirst(), groups()));
            case SaveResult.Rejected<List<Record>>(List<FieldError> errors) -> new SaveResult.Rejected<>(errors.stream()
                    .map(e -> atField(e, changed)).toList());
            case SaveResult.Missing<List<Record>>(String key) -> new SaveResult.Missing<>(key);
            case SaveResult.InUse<List<Record>>(List<String> dependents) -> new SaveResult.InUse<>(dependents);
        };
    }

    /** The first change is the subscriber's, the others are its groups'. */
    private static FieldError atField(FieldError error, List<RingGroup> changed) {
        var path = CHANGE.matcher(error.field());
        if (!path.matches())
            return error;
        int index = Integer.parseInt(path.group(1));
        var own = new FieldError(path.group(2), error.code(), error.args(), error.message());
        return index == 0 ? own : ofGroup(changed.get(index - 1).name(), own);
    }

    @Override
    public SaveResult<Member> delete(String key) throws NodeUnavailableException {
        return member(node.subscribers().delete(key), List.of());
    }

    @Override
    public List<FieldError> check(Optional<String> key, Member.Draft draft) throws NodeUnavailableException {
        return Stream.concat(node.subscribers().check(key, draft.subscriber()).stream(), groupErrors(draft, key.isPresent() ? following(key.get(), draft) : groups()).stream())
                .toList();
    }

    private static SaveResult<Member> member(SaveResult<Subscriber> result, List<RingGroup> groups) {
        return switch (result) {
            case SaveResult.Saved<Subscriber>(Subscriber s) -> new SaveResult.Saved<>(Member.of(s, groups));
            case SaveResult.Rejected<Subscriber>(List<FieldError> errors) -> new SaveResult.Rejected<>(errors);
            case SaveResult.Missing<Subscriber>(String key) -> new SaveResult.Missing<>(key);
            case SaveResult.InUse<Subscriber>(List<String> dependents) -> new SaveResult.InUse<>(dependents);
        };
    }

    /** What is wrong with the groups alone; empty where all of them can be entered and left. */
    private static List<FieldError> groupErrors(Member.Draft draft, List<RingGroup> groups) {
        var errors = new ArrayList<>(missing(groups, draft));
        for (RingGroup changed : changed(groups, draft))
            EntryKind.RING_GROUP.check(changed, Set.of()).forEach(e -> errors.add(ofGroup(changed.name(), e)));
        return errors;
    }

    private static List<FieldError> missing(List<RingGroup> groups, Member.Draft draft) {
        return draft.groups().stream().filter(name -> groups.stream().noneMatch(g -> g.name().equals(name)))
                .map(name -> new FieldError(GROUPS, "no-such-ring-group", List.of(name),
                        "there is no ring group \"" + name + "\"")).toList();
    }

    private static FieldError ofGroup(String group, FieldError error) {
        return error.code().equals("required")
                ? new FieldError(GROUPS, "last-member", List.of(group), "\"" + group + "\" would have no member")
                : new FieldError(GROUPS, error.code(), error.args(), group + ": " + error.message());
    }

    /** The groups that the subscriber is to enter or to leave, as they shall be. */
    private static List<RingGroup> changed(List<RingGroup> groups, Member.Draft draft) {
        String username = draft.subscriber().username();
        return groups.stream().filter(g -> g.members().contains(username) != draft.groups().contains(g.name()))
                .map(g -> new RingGroup(g.name(), g.number(), g.members().contains(username)
                        ? g.members().stream().filter(m -> !m.equals(username)).toList()
                        : Stream.concat(g.members().stream(), Stream.of(username)).toList(), g.strategy(), g.ringSeconds(), g.fallback())).toList();
    }
}
