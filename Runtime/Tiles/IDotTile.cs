namespace Octavo.Runtime;

/// <summary>The dot products of an instruction set: blocks of pixels × 16-channel panels over the whole reduction.</summary>
internal unsafe interface IDotTile
{
    /// <summary>The most pixels that a call takes.</summary>
    static abstract int Rows { get; }

    /// <summary>The most panels that a call takes.</summary>
    static abstract int Panels { get; }

    /// <summary>The activations enter as x−128, so <see cref="Epilogue.SignedBias"/> is the bias to add.</summary>
    static abstract bool Signed { get; }

    /// <summary>Writes <c>accumulators[row · 16 · Panels + panel · 16 + channel] = Σ x·w</c>, wrapping.</summary>
    /// <param name="rows">The first byte of each pixel's window: always <see cref="Rows"/> valid pointers, of which the last repeat.</param>
    /// <param name="rowCount">How many rows count, 1 to <see cref="Rows"/>. What is written to the others is undefined.</param>
    /// <param name="panels">The first panel's weights.</param>
    /// <param name="panelCount">How many panels there are, 1 to <see cref="Panels"/>.</param>
    static abstract void Dot(byte** rows, int rowCount, in Reduction reduction, sbyte* panels, int panelCount, int* accumulators);

    /// <summary>The same for panels with segments of their own, see <see cref="Reduction.IsSparse"/>.</summary>
    static abstract void DotSparse(byte** rows, int rowCount, in Reduction reduction, sbyte* panels, int panelCount, int* accumulators);
}
