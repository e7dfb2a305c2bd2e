package org.trunkline.spi.routing;

import org.osgi.annotation.versioning.ConsumerType;
import org.trunkline.spi.ExtensionPoint;

/**
 * Advises on where a new call goes, after the dial plan has proposed candidates and before the first is tried.
 *
 * <p>Policies are asked one after another, by descending service ranking; each sees the candidates as the one before it
 * left them. The dial plan is the last policy: it removes trunks that do not exist or are disabled, writes numbers that
 * no policy has rewritten by the rules of each trunk, and refuses what no trunk can carry. Advice that is late, invalid
 * or thrown away by an error counts as {@link RoutingAdvice.NoAdvice}; the call record's why-record says so. Emergency
 * calls are never subject to a policy.
 *
 * <p><b>Threads:</b> up to four of the plug-in's threads at once. <b>Budget:</b> 5 ms inside the node, 20 ms in a
 * process of its own: answer from memory, and fetch what you need beforehand. <b>Errors:</b> an exception counts as no advice.
 *
 * <pre>{@code
 * public final class LeastLoaded implements RoutingPolicy {
 *     public RoutingAdvice advise(RoutingQuestion question) {
 *         if (!(question.destination() instanceof Destination.Trunks trunks))
 *             return RoutingAdvice.none();
 *         return RoutingAdvice.order(trunks.candidates().stream()
 *                 .sorted(Comparator.comparingDouble(c -> c.load().share()))
 *                 .map(RouteCandidate::trunk).toList(), "least loaded first");
 *     }
 * }
 * }</pre>
 */
@ConsumerType
@ExtensionPoint(insideMillis = 5, outsideMillis = 20)
public interface RoutingPolicy {
    RoutingAdvice advise(RoutingQuestion question);
}
