namespace Octavo.Runtime;

/// <summary>An element type for <see cref="Casts"/>: a signed integer of 4 bits in a byte.</summary>
public readonly record struct Int4(sbyte Value);

/// <summary>An element type for <see cref="Casts"/>: an unsigned integer of 4 bits in a byte.</summary>
public readonly record struct UInt4(byte Value);

/// <summary>An element type for <see cref="Casts"/>: a signed integer of 2 bits in a byte.</summary>
public readonly record struct Int2(sbyte Value);

/// <summary>An element type for <see cref="Casts"/>: an unsigned integer of 2 bits in a byte.</summary>
public readonly record struct UInt2(byte Value);
