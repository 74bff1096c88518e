namespace Octavo.Runtime;

/// <summary>
/// The geometry of normalizing the rows of a matrix. Element i of the matrix is scaled and shifted by parameter number <c>i / Run mod Parameters</c>.
/// </summary>
public struct NormalizationShape
{
    public int Rows;

    /// <summary>The elements of a row.</summary>
    public int Length;

    /// <summary>How many elements side by side share a parameter.</summary>
    public int Run;

    /// <summary>How many parameters there are.</summary>
    public int Parameters;

    /// <summary>What is added to the variance.</summary>
    public float Epsilon;

    /// <summary>False takes the mean for 0.</summary>
    public bool Centred;
}
