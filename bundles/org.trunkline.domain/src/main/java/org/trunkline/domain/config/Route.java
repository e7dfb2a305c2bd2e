package org.trunkline.domain.config;

import static java.util.Objects.requireNonNull;

import java.util.List;

import org.trunkline.domain.schema.Format;
import org.trunkline.domain.schema.Help;
import org.trunkline.domain.schema.Is;
import org.trunkline.domain.schema.Key;
import org.trunkline.domain.schema.Length;
import org.trunkline.domain.schema.Required;

/**
 * Which trunks carry the numbers that begin with a prefix; the longest prefix wins.
 *
 * @param prefix of the normalised number; empty for all
 * @param trunks names, in the order tried
 */
public record Route(
        @Key @Is(Format.PREFIX) @Help("prefix of the normalised number, the longest match wins; empty for all numbers, then \"default\" in paths")
        String prefix,
        @Required @Is(Format.TRUNK) @Length(max = 16) @Help("names, in the order tried") List<String> trunks) {
    public Route {
        requireNonNull(prefix);
        trunks = List.copyOf(trunks);
    }
}
