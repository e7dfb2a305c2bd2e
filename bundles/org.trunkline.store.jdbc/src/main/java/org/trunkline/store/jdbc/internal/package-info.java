@NullMarked
package org.trunkline.store.jdbc.internal;

import org.jspecify.annotations.NullMarked;
