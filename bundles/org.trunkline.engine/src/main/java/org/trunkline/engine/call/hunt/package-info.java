/** Who is rung: target sets, forking, failover, forwarding. */
@NullMarked
package org.trunkline.engine.call.hunt;

import org.jspecify.annotations.NullMarked;
