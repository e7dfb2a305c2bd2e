/** What a call leaves: record, ladder, live view. */
@NullMarked
package org.trunkline.engine.call.record;

import org.jspecify.annotations.NullMarked;
