/** Calls that the node places at a time, and again and again to probe trunks. */
@NullMarked
package org.trunkline.apps.schedule.internal;

import org.jspecify.annotations.NullMarked;
