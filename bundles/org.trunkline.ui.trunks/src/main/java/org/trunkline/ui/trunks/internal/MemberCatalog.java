package org.trunkline.ui.trunks.internal;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.eclipse.core.runtime.NullProgressMonitor;
import org.trunkline.api.FieldError;
import org.trunkline.api.NodeUnavailableException;
import org.trunkline.api.Page;
import org.trunkline.api.config.Catalog;
import org.trunkline.api.config.RingGroupDraft;
import org.trunkline.api.config.RingGroupRules;
import org.trunkline.api.config.SaveResult;
import org.trunkline.api.node.Node;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Subscriber;

/**
 * Subscribers with their ring groups. A node keeps the members at the group, so that saving one is several changes: the
 * subscriber first, then each group that it enters or leaves; a new member rings last. Groups are checked before
 * anything is saved; what another desk does to them in between is told, and the subscriber stays saved.
 */
final class MemberCatalog implements Catalog<Member, MemberDraft> {
    static final String GROUPS = "ringGroups";

    private final Node node;

    MemberCatalog(Node node) {
        this.node = requireNonNull(node);
    }

    private List<RingGroup> groups() throws NodeUnavailableException {
        return Entries.all(node.ringGroups(), new NullProgressMonitor());
    }

    @Override
    public Page<Member> list(Optional<String> after, int limit) throws NodeUnavailableException {
        Page<Subscriber> page = node.subscribers().list(after, limit);
        List<RingGroup> groups = groups();
        return new Page<>(page.items().stream().map(s -> Member.of(s, groups)).toList(), page.total(), page.next(),
                page.partial());
    }

    @Override
    public Optional<Member> find(String key) throws NodeUnavailableException {
        List<RingGroup> groups = groups();
        return node.subscribers().find(key).map(s -> Member.of(s, groups));
    }

    @Override
    public SaveResult<Member> create(MemberDraft draft) throws NodeUnavailableException {
        List<FieldError> wrong = groupErrors(draft);
        return wrong.isEmpty() ? withGroups(node.subscribers().create(draft.subscriber()), draft)
                : new SaveResult.Rejected<>(wrong);
    }

    @Override
    public SaveResult<Member> replace(String key, MemberDraft draft) throws NodeUnavailableException {
        List<FieldError> wrong = groupErrors(draft);
        return wrong.isEmpty() ? withGroups(node.subscribers().replace(key, draft.subscriber()), draft)
                : new SaveResult.Rejected<>(wrong);
    }

    @Override
    public SaveResult<Member> delete(String key) throws NodeUnavailableException {
        return member(node.subscribers().delete(key), List.of());
    }

    @Override
    public List<FieldError> check(Optional<String> key, MemberDraft draft) throws NodeUnavailableException {
        return Stream.concat(node.subscribers().check(key, draft.subscriber()).stream(), groupErrors(draft).stream())
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

    private SaveResult<Member> withGroups(SaveResult<Subscriber> saved, MemberDraft draft)
            throws NodeUnavailableException {
        if (!(saved instanceof SaveResult.Saved<Subscriber>))
            return member(saved, List.of());
        var errors = new ArrayList<FieldError>();
        for (RingGroupDraft changed : changed(groups(), draft))
            switch (node.ringGroups().replace(changed.name(), changed)) {
                case SaveResult.Saved<RingGroup> done -> { }
                case SaveResult.Missing<RingGroup> gone -> { } // told below where the subscriber was to enter it
                case SaveResult.InUse<RingGroup> never -> { }
                case SaveResult.Rejected<RingGroup>(List<FieldError> why) -> why.forEach(e -> errors.add(ofGroup(
                        changed.name(), e)));
            }
        errors.addAll(missing(groups(), draft));
        return errors.isEmpty() ? member(saved, groups()) : new SaveResult.Rejected<>(errors);
    }

    /** What is wrong with the groups alone; empty where all of them can be entered and left. */
    private List<FieldError> groupErrors(MemberDraft draft) throws NodeUnavailableException {
        List<RingGroup> groups = groups();
        var errors = new ArrayList<>(missing(groups, draft));
        for (RingGroupDraft changed : changed(groups, draft))
            RingGroupRules.check(changed).forEach(e -> errors.add(ofGroup(changed.name(), e)));
        return errors;
    }

    private static List<FieldError> missing(List<RingGroup> groups, MemberDraft draft) {
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
    private static List<RingGroupDraft> changed(List<RingGroup> groups, MemberDraft draft) {
        String username = draft.subscriber().username();
        return groups.stream().filter(g -> g.members().contains(username) != draft.groups().contains(g.name()))
                .map(g -> new RingGroupDraft(g.name(), g.number(), g.strategy(), g.members().contains(username)
                        ? g.members().stream().filter(m -> !m.equals(username)).toList()
                        : Stream.concat(g.members().stream(), Stream.of(username)).toList(), g.ringSeconds(),
                        g.fallback())).toList();
    }
}
