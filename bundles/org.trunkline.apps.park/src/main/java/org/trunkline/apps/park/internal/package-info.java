/** Call park: a kind of entry, and the application that holds parked calls. */
@NullMarked
package org.trunkline.apps.park.internal;

import org.jspecify.annotations.NullMarked;
