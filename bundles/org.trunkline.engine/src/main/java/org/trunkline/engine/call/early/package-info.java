/** What a caller hears before the answer: provisional responses, early offers. */
@NullMarked
package org.trunkline.engine.call.early;

import org.jspecify.annotations.NullMarked;
