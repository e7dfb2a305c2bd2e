package org.trunkline.query.record;

import java.util.List;
import java.util.function.Predicate;

import org.trunkline.api.cdr.CdrField;
import org.trunkline.query.value.Glob;

/** Conditions asked of the values of one record. */
final class Evaluation {
    private Evaluation() {}

    static Predicate<RecordValues> of(Condition condition) {
        return switch (condition) {
            case Condition.Everything() -> _ -> true;
            case Condition.Nothing() -> _ -> false;
            case Condition.All(var parts) -> {
                var all = each(parts);
                yield it -> all.stream().allMatch(part -> part.test(it));
            }
            case Condition.Any(var parts) -> {
                var any = each(parts);
                yield it -> any.stream().anyMatch(part -> part.test(it));
            }
            case Condition.Not(var part) -> of(part).negate();
            case Condition.Equal(var field, var value) -> it -> it.anyOf(field, value::equals);
            case Condition.Like(var field, var pattern) -> it -> it.anyOf(field, value -> Glob.matches(pattern, value));
            case Condition.Has(var field) -> has(field);
            case Condition.Between between -> it -> it.anyOf(between.field(), value -> isWithin(between, value));
            case Condition.NumberIs(var side, var number) -> it -> it.numbers(side).contains(number);
            case Condition.NumberLike(var side, var pattern) -> it -> it.numbers(side).stream().anyMatch(pattern::matches);
            case Condition.Figure(var field, var low, var high) -> it -> {
                var value = RecordFigures.of(it.cdr(), field);
                return value.isPresent() && value.getAsLong() >= low && value.getAsLong() <= high;
            };
            case Condition.Added added -> it -> it.cdr().marks().attributes().stream().anyMatch(added::matches);
            case Condition.Sequence(var pattern) -> it -> it.hasLadder(pattern);
            case Condition.Id(var id, var _) -> it -> it.cdr().id().equals(id);
        };
    }

    private static List<Predicate<RecordValues>> each(List<Condition> parts) {
        return parts.stream().map(Evaluation::of).toList();
    }

    private static Predicate<RecordValues> has(CdrField field) {
        return switch (field) {
            case FROM, TO -> it -> !it.numbers(field).isEmpty();
            case LADDER -> RecordValues::hasSteps;
            default -> it -> it.anyOf(field, _ -> true);
        };
    }

    static boolean isWithin(Condition.Between it, String value) {
        int above = value.compareTo(it.low());
        int below = it.high().compareTo(value);
        return (above > 0 || it.lowIncluded() && above == 0) && (below > 0 || it.highIncluded() && below == 0);
    }
}
