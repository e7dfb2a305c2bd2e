package org.trunkline.engine.directory.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.trunkline.domain.call.Direction;
import org.trunkline.domain.call.Party;
import org.trunkline.domain.cdr.Candidate;
import org.trunkline.domain.cdr.Candidate.Reason;
import org.trunkline.domain.cdr.Candidate.Verdict;
import org.trunkline.domain.cdr.Cause;
import org.trunkline.domain.config.Names;
import org.trunkline.domain.config.RingGroup;
import org.trunkline.domain.config.Route;
import org.trunkline.domain.config.Subscriber;
import org.trunkline.domain.config.Trunk;
import org.trunkline.engine.port.routing.Directory.Decision;
import org.trunkline.engine.port.routing.Directory.RouteRequest;
import org.trunkline.engine.port.routing.Directory.TrunkTarget;
import org.trunkline.engine.port.routing.NumberPlan;

/**
 * Decides where a call goes: pure functions of a plan and a request.
 *
 * <p>A call that came in on a trunk reaches our numbers and nothing else. Passing it on to another trunk is what toll
 * fraud lives on, so there is no way to ask for it.
 */
public final class Router {
    private static final int NOT_FOUND = 404;
    private static final int FORBIDDEN = 403;
    private static final int TEMPORARILY_UNAVAILABLE = 480;
    private static final int ADDRESS_INCOMPLETE = 484;
    private static final int SERVICE_UNAVAILABLE = 503;
    /** What people and phones write between digits (RFC 3966 §5.1.1). */
    private static final Pattern SEPARATORS = Pattern.compile("[-.() ]");
    private static final Pattern DIALLABLE = Pattern.compile("\\+?[0-9*#]{1,32}");
    private static final Pattern MEANT_AS_NUMBER = Pattern.compile("[+0-9*#(].*");

    private final NumberPlan numbers;
    private final TrunkNumberRewriter trunkNumbers;
    private final String region;
    private final String pickupCode;

    /** @param region ISO 3166 code by which subscribers' national numbers are read, or empty */
    public Router(NumberPlan numbers, String region) {
        this(numbers, region, "");
    }

    /** @param pickupCode what is dialled to take a ringing call; empty for none */
    public Router(NumberPlan numbers, String region, String pickupCode) {
        this.numbers = numbers;
        this.trunkNumbers = new TrunkNumberRewriter(numbers);
        this.region = region;
        this.pickupCode = pickupCode;
    }

    public Decision decide(RoutingPlan plan, RouteRequest request) {
        String dialled = withoutParameters(request.calledUser());
        var trunk = request.trunk().flatMap(plan::trunk);
        if (trunk.isPresent())
            return fromTrunk(plan, trunk.get(), dialled, request);
        var caller = request.subscriber().flatMap(plan::subscriber);
        if (caller.isPresent())
            return fromSubscriber(plan, caller.get(), dialled, request);
        return new Decision.Refused(Direction.INBOUND, Party.of(request.callerUser()), Party.of(dialled), FORBIDDEN,
                Cause.FORBIDDEN, Optional.empty(), List.of());
    }

    /** A caller from a trunk may also be sent to a subscriber or ring group by name. */
    public Decision decideForApplication(RoutingPlan plan, RouteRequest request) {
        String dialled = withoutParameters(request.calledUser());
        if (request.trunk().flatMap(plan::trunk).isPresent()) {
            var from = request.onBehalfOf().orElseGet(() -> Party.of(request.callerUser()));
            if (plan.subscriber(dialled).isPresent())
                return toSubscriber(plan, Direction.INBOUND, dialled, from, Party.of(dialled));
            var group = plan.group(dialled);
            if (group.isPresent())
                return toGroup(Direction.INBOUND, group.get(), from, Party.of(dialled));
        }
        return decide(plan, request);
    }

    private Decision fromTrunk(RoutingPlan plan, Trunk trunk, String dialled, RouteRequest request) {
        var from = new Party(request.callerUser(),
                trunkNumbers.receivedCaller(trunk, compact(withoutParameters(request.callerUser()))),
                request.callerName());
        String compact = compact(dialled);
        var number = trunkNumbers.received(trunk, compact);
        var owner = number.flatMap(plan::owner);
        if (owner.isEmpty()) { // carriers leave the plus out; an exact match with a number of ours cannot mislead
            number = number.or(() -> Optional.of("+" + compact).filter(n -> plan.owner(n).isPresent()));
            owner = number.flatMap(plan::owner);
        }
        var to = new Party(dialled, number, "");
        var group = number.flatMap(plan::group).or(() -> plan.group("+" + compact));
        if (owner.isEmpty() && group.isPresent())
            return toGroup(Direction.INBOUND, group.get(), from, to);
        if (owner.isEmpty())
            return new Decision.Refused(Direction.INBOUND, from, to, NOT_FOUND, Cause.NOT_FOUND, Optional.empty(),
                    List.of());
        return toSubscriber(plan, Direction.INBOUND, owner.get(), from, to);
    }

    /** Who calls, as the called side is to see it. */
    private Party from(RoutingPlan plan, Subscriber caller, RouteRequest request) {
        var own = callerNumber(plan, caller, request.callerUser());
        String name = caller.displayName().isEmpty() ? request.callerName() : caller.displayName();
        return request.onBehalfOf().orElseGet(() -> new Party(caller.username(), own, name));
    }

    private Decision fromSubscriber(RoutingPlan plan, Subscriber caller, String dialled, RouteRequest request) {
        var from = from(plan, caller, request);
        if (plan.subscriber(dialled).isPresent())
            return toSubscriber(plan, Direction.INTERNAL, dialled, from, Party.of(dialled));
        String compact = compact(dialled);
        var group = plan.group(dialled).or(() -> plan.group(compact));
        if (group.isPresent())
            return toGroup(Direction.INTERNAL, group.get(), from, Party.of(dialled));
        if (!pickupCode.isEmpty() && compact.startsWith(pickupCode) && request.onBehalfOf().isEmpty())
            return pickUp(plan, compact.substring(pickupCode.length()), from, Party.of(dialled));
        if (!isDiallable(compact))
            return MEANT_AS_NUMBER.matcher(dialled).matches() || dialled.isEmpty()
                    ? refused(from, Party.of(dialled), ADDRESS_INCOMPLETE, Cause.INVALID_NUMBER)
                    : refused(from, Party.of(dialled), NOT_FOUND, Cause.NOT_FOUND);
        return toNumber(plan, caller, from, dialled, compact);
    }

    private Decision toNumber(RoutingPlan plan, Subscriber caller, Party from, String dialled, String compact) {
        var number = compact.startsWith("+") ? Optional.of(compact) : numbers.normalise(compact, region);
        number = number.or(() -> Optional.of("+" + compact).filter(n -> plan.owner(n).isPresent()));
        var to = new Party(dialled, number, "");
        var owner = number.flatMap(plan::owner);
        if (owner.isPresent())
            return toSubscriber(plan, Direction.INTERNAL, owner.get(), from, to);
        var group = number.flatMap(plan::group);
        if (group.isPresent())
            return toGroup(Direction.INTERNAL, group.get(), from, to);
        String normalised = number.orElse(compact);
        // a route may also be for what is dialled, such as 9 for an outside line
        var route = plan.route(normalised).filter(r -> !r.prefix().isEmpty())
                .or(() -> plan.route(compact).filter(r -> !r.prefix().isEmpty())).or(() -> plan.route(normalised));
        return route.map(r -> toTrunks(plan, r, caller, from, to, r.prefix().startsWith("+")
                || normalised.startsWith(r.prefix()) ? normalised : compact))
                .orElseGet(() -> refused(from, to, NOT_FOUND, Cause.NO_ROUTE));
    }

    private Decision toTrunks(RoutingPlan plan, Route route, Subscriber caller, Party from, Party to, String number) {
        var targets = new ArrayList<TrunkTarget>();
        var passedOver = new ArrayList<Candidate>();
        for (String name : route.trunks()) {
            var trunk = plan.trunk(name);
            if (trunk.isEmpty())
                continue; // deleting a trunk in use is refused, so this is a plan in the making
            if (!trunk.get().enabled()) {
                passedOver.add(passedOver(name, Reason.DISABLED));
                continue;
            }
            trunkNumbers.called(trunk.get(), number).ifPresentOrElse(
                    called -> targets.add(target(plan, trunk.get(), called, caller, from)),
                    () -> passedOver.add(passedOver(name, Reason.INVALID_NUMBER)));
        }
        if (!targets.isEmpty())
            return new Decision.ToTrunks(Direction.OUTBOUND, route.prefix(), from, to, targets, passedOver);
        boolean unwritable = passedOver.stream().anyMatch(c -> c.reason() == Reason.INVALID_NUMBER);
        return new Decision.Refused(Direction.OUTBOUND, from, to, unwritable ? ADDRESS_INCOMPLETE : SERVICE_UNAVAILABLE,
                unwritable ? Cause.INVALID_NUMBER : Cause.TRUNK_DOWN, Optional.of(route.prefix()), passedOver);
    }

    private TrunkTarget target(RoutingPlan plan, Trunk trunk, String called, Subscriber caller, Party from) {
        var own = plan.numbersOf(caller.username()).stream().findFirst();
        String number = trunk.numbers().callerId().or(from::number).or(() -> own).map(n -> trunkNumbers.caller(trunk, n))
                .orElse(caller.username());
        return new TrunkTarget(trunk, called, number, from.displayName());
    }

    /** How a call that was decided about goes out on any trunk; empty where it cannot. */
    public Optional<TrunkTarget> target(RoutingPlan plan, Trunk trunk, RouteRequest request, Decision decided) {
        var caller = request.subscriber().flatMap(plan::subscriber);
        if (caller.isEmpty())
            return Optional.empty();
        String compact = compact(withoutParameters(request.calledUser()));
        String normalised = decided.to().number().orElse(compact);
        String prefix = decided instanceof Decision.ToTrunks trunks ? trunks.prefix() : "";
        String number = prefix.startsWith("+") || normalised.startsWith(prefix) ? normalised : compact;
        return trunkNumbers.called(trunk, number)
                .map(called -> target(plan, trunk, called, caller.get(), decided.from()));
    }

    /** A number over one trunk, whatever the routes say. @param caller the number to show; empty for the trunk's own */
    public Decision over(Trunk trunk, String number, String caller, String callerName) {
        String dialled = withoutParameters(number);
        String compact = compact(dialled);
        String shown = trunk.numbers().callerId().orElse(compact(withoutParameters(caller)));
        var from = new Party(shown, Optional.of(shown).filter(Names::isE164).or(() -> numbers.normalise(shown, trunk.numbers().region())),
                callerName);
        if (!isDiallable(compact))
            return refused(from, Party.of(dialled), ADDRESS_INCOMPLETE, Cause.INVALID_NUMBER);
        var e164 = compact.startsWith("+") ? Optional.of(compact) : numbers.normalise(compact, trunk.numbers().region());
        var to = new Party(dialled, e164, "");
        return trunkNumbers.called(trunk, e164.orElse(compact)).<Decision>map(called -> new Decision.ToTrunks(Direction.OUTBOUND, "", from, to,
                List.of(new TrunkTarget(trunk, called, from.number().map(n -> trunkNumbers.caller(trunk, n)).orElse(shown), callerName)), List.of()))
                .orElseGet(() -> refused(from, to, ADDRESS_INCOMPLETE, Cause.INVALID_NUMBER));
    }

    /** A number over one trunk for a subscriber, whatever the routes say. */
    public Decision over(RoutingPlan plan, Trunk trunk, RouteRequest request) {
        String dialled = withoutParameters(request.calledUser());
        String compact = compact(dialled);
        var caller = request.subscriber().flatMap(plan::subscriber);
        if (caller.isEmpty())
            return refused(Party.of(request.callerUser()), Party.of(dialled), FORBIDDEN, Cause.FORBIDDEN);
        var from = from(plan, caller.get(), request);
        if (!isDiallable(compact))
            return refused(from, Party.of(dialled), ADDRESS_INCOMPLETE, Cause.INVALID_NUMBER);
        var e164 = compact.startsWith("+") ? Optional.of(compact) : numbers.normalise(compact, region);
        var to = new Party(dialled, e164, "");
        return trunkNumbers.called(trunk, e164.orElse(compact)).<Decision>map(called -> new Decision.ToTrunks(Direction.OUTBOUND, "", from, to,
                List.of(target(plan, trunk, called, caller.get(), from)), List.of()))
                .orElseGet(() -> refused(from, to, ADDRESS_INCOMPLETE, Cause.INVALID_NUMBER));
    }

    private static boolean isDiallable(String compact) {
        return DIALLABLE.matcher(compact).matches() && (!compact.startsWith("+") || Names.isE164(compact));
    }

    private static Decision toGroup(Direction direction, RingGroup group, Party from, Party to) {
        return new Decision.ToGroup(direction, group, group.members(), from, to);
    }

    /** {@code *8} for any ringing phone of the group, {@code *81001} for that of 1001. */
    private Decision pickUp(RoutingPlan plan, String of, Party from, Party to) {
        if (of.isEmpty())
            return new Decision.PickUp(Direction.INTERNAL, from, to, Optional.empty());
        var owner = plan.subscriber(of).map(Subscriber::username)
                .or(() -> numbers.normalise(of, region).flatMap(plan::owner));
        return owner.<Decision>map(name -> new Decision.PickUp(Direction.INTERNAL, from, to, Optional.of(name)))
                .orElseGet(() -> refused(from, to, NOT_FOUND, Cause.NOT_FOUND));
    }

    private Decision toSubscriber(RoutingPlan plan, Direction direction, String username, Party from, Party to) {
        if (plan.subscriber(username).filter(Subscriber::enabled).isPresent())
            return new Decision.ToSubscriber(direction, username, from, to);
        return new Decision.Refused(direction, from, to, TEMPORARILY_UNAVAILABLE, Cause.NOT_REGISTERED,
                Optional.empty(), List.of(passedOver(username, Reason.DISABLED)));
    }

    /** A subscriber may choose among its own numbers by its From; anything else there is not believed. */
    private Optional<String> callerNumber(RoutingPlan plan, Subscriber caller, String callerUser) {
        List<String> own = plan.numbersOf(caller.username());
        if (own.size() > 1 && !callerUser.equals(caller.username())) {
            String text = compact(withoutParameters(callerUser));
            var chosen = text.startsWith("+") ? Optional.of(text) : numbers.normalise(text, region);
            if (chosen.filter(own::contains).isPresent())
                return chosen;
        }
        return own.stream().findFirst();
    }

    private static Decision refused(Party from, Party to, int status, Cause cause) {
        var direction = cause == Cause.NOT_FOUND ? Direction.INTERNAL : Direction.OUTBOUND;
        return new Decision.Refused(direction, from, to, status, cause, Optional.empty(), List.of());
    }

    private static Candidate passedOver(String target, Reason reason) {
        return new Candidate(target, Verdict.PASSED_OVER, reason, 0, 0, 0);
    }

    /** User parts may carry telephone parameters (RFC 3261 §19.1.6): {@code +46701234567;phone-context=…}. */
    private static String withoutParameters(String user) {
        int semicolon = user.indexOf(';');
        return semicolon < 0 ? user : user.substring(0, semicolon);
    }

    private static String compact(String number) {
        return SEPARATORS.matcher(number).replaceAll("");
    }
}
