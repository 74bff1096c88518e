namespace Octavo.Runtime;

/// <summary>
/// How VPMADDWD, which sums pairs of s16 products into int32, makes sums of four u8 × s8 products. <typeparamref name="V"/> is a register of int16.
/// </summary>
internal interface IProduct<V, A>
    where V : struct
    where A : struct
{
    /// <summary>Prepares 4 weights of each lane.</summary>
    static abstract void SplitWeights(V weights, out V even, out V odd);

    /// <summary>Prepares the 4 activations that every lane shares.</summary>
    static abstract void SplitActivations(V activations, out V even, out V odd);

    static abstract A Accumulate(A sum, V evenActivations, V oddActivations, V evenWeights, V oddWeights);
}
