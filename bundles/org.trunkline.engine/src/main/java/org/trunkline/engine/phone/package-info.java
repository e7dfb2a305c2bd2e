/** What the node asks of registered phones. */
@org.jspecify.annotations.NullMarked
package org.trunkline.engine.phone;
