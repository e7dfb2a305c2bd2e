@NullMarked
package org.trunkline.store.jdbc.internal.database;

import org.jspecify.annotations.NullMarked;
