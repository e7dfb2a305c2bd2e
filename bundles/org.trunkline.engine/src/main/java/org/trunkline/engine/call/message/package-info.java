/** What is read from messages and written into them. */
@NullMarked
package org.trunkline.engine.call.message;

import org.jspecify.annotations.NullMarked;
