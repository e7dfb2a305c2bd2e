/** Calls that the node places at a time. */
@NullMarked
package org.trunkline.apps.schedule.internal;

import org.jspecify.annotations.NullMarked;
