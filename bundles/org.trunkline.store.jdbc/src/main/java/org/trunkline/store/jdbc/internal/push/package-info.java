@NullMarked
package org.trunkline.store.jdbc.internal.push;

import org.jspecify.annotations.NullMarked;
