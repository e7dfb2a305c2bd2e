/** What the parts of a call see of the outside. */
@NullMarked
package org.trunkline.engine.call.scope;

import org.jspecify.annotations.NullMarked;
