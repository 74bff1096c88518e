namespace Octavo.Runtime;

/// <summary>Adds the sums of four products of codes and activations, s8, to 32-bit lanes, wrapping; a lane holds four codes.</summary>
internal interface IQuadDot<I>
    where I : struct
{
    /// <summary>Codes of 8 bits count as code − 128.</summary>
    static abstract bool Signed { get; }

    /// <summary>The low halves of all bytes.</summary>
    static abstract I Low(I codes);

    /// <summary>The high halves of all bytes.</summary>
    static abstract I High(I codes);

    /// <summary>Codes of 8 bits.</summary>
    static abstract I AddBytes(I sum, I codes, I activations);

    /// <summary>Codes up to 15: two products fit 16 bits.</summary>
    static abstract I AddHalves(I sum, I codes, I activations);
}
