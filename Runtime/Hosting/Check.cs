using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Octavo.Runtime;

/// <summary>The checks at a generated model's entry.</summary>
public static class Check
{
    /// <summary>Returns how many items a span holds; allocates nothing when the length is right.</summary>
    /// <param name="actual">The span's length.</param>
    /// <param name="item">The elements of one item.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="shape">The tensor's shape as the message shows it.</param>
    /// <param name="batch">The first dimension is symbolic: any positive number of items will do. Otherwise exactly one.</param>
    /// <exception cref="ArgumentException">Names the parameter, the shape and both lengths.</exception>
    public static int Length(int actual, int item, string name, string shape, bool batch)
    {
        if (actual == item && item > 0)
        {
            return 1;
        }

        // A tensor without elements says nothing about the batch.
        int items = item == 0 ? 1 : actual / item;
        if (item * (long)items != actual || items == 0 || (items > 1 && !batch))
        {
            ThrowLength(actual, item, name, shape, batch);
        }

        return items;
    }

    /// <summary>Checks that a span holds as many items as the spans before it.</summary>
    /// <exception cref="ArgumentException">Names the parameter, the shape and both lengths.</exception>
    public static void Length(int actual, int item, string name, string shape, int items)
    {
        if (actual != (long)item * items)
        {
            ThrowItems(actual, item, name, shape, items);
        }
    }

    /// <summary>Returns the length that a span is for: its elements are <c>step · length + offset</c>.</summary>
    /// <param name="actual">The span's length.</param>
    /// <param name="step">Elements per unit of length, positive.</param>
    /// <param name="offset">Elements beside those.</param>
    /// <param name="least">The least length the model takes.</param>
    /// <param name="most">The greatest.</param>
    /// <param name="name">The parameter.</param>
    /// <param name="shape">The tensor's shape as the message shows it.</param>
    /// <exception cref="ArgumentException">Names the parameter, the shape and the lengths.</exception>
    public static int OpenLength(int actual, int step, int offset, int least, int most, string name, string shape)
    {
        int length = (actual - offset) / step;
        if (length * (long)step + offset != actual || length < least || length > most)
        {
            ThrowOpenLength(actual, step, offset, least, most, name, shape);
        }

        return length;
    }

    /// <summary>Checks that a span has the elements that the length, which another span told, asks for.</summary>
    /// <exception cref="ArgumentException">Names the parameter, the shape and both lengths.</exception>
    public static void OfLength(int actual, int elements, string name, string shape, int length)
    {
        if (actual != elements)
        {
            ThrowOfLength(actual, elements, name, shape, length);
        }
    }

    /// <summary>Checks that an output shares no memory with an input: layers write outputs while others still read inputs.</summary>
    /// <exception cref="ArgumentException">Names both.</exception>
    public static void Apart<TInput, TOutput>(ReadOnlySpan<TInput> input, Span<TOutput> output, string inputName, string outputName)
        where TInput : unmanaged
        where TOutput : unmanaged
    {
        if (MemoryMarshal.AsBytes(input).Overlaps(MemoryMarshal.AsBytes(output)))
        {
            ThrowOverlap(inputName, outputName);
        }
    }

    [DoesNotReturn]
    private static void ThrowOverlap(string inputName, string outputName) =>
        throw new ArgumentException($"{outputName} overlaps {inputName}: the result must have memory of its own.", outputName);

    [DoesNotReturn]
    private static void ThrowLength(int actual, int item, string name, string shape, bool batch) => throw new ArgumentException(
        FormattableString.Invariant($"{name} is {shape} and takes {(batch ? "a positive multiple of " : "")}{item} elements, not {actual}."), name);

    [DoesNotReturn]
    private static void ThrowOpenLength(int actual, int step, int offset, int least, int most, string name, string shape) => throw new ArgumentException(
        FormattableString.Invariant($"{name} is {shape} and takes {(step == 1 ? "" : step + " times ")}the length{(offset == 0 ? "" : offset < 0 ? $" minus {-(long)offset}" : $" plus {offset}")}, ")
        + FormattableString.Invariant($"{least} to {most}, in elements, not {actual}."), name);

    [DoesNotReturn]
    private static void ThrowOfLength(int actual, int elements, string name, string shape, int length) => throw new ArgumentException(
        FormattableString.Invariant($"{name} is {shape} and takes {elements} elements for length {length}, not {actual}."), name);

    [DoesNotReturn]
    private static void ThrowItems(int actual, int item, string name, string shape, int items) => throw new ArgumentException(
        FormattableString.Invariant($"{name} is {shape} and takes {(long)item * items} elements for {items} items, not {actual}."), name);
}
