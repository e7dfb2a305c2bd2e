@NullMarked
package org.trunkline.store.jdbc.internal.message;

import org.jspecify.annotations.NullMarked;
