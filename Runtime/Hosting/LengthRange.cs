namespace Octavo.Runtime;

/// <summary>The lengths that a model of open length takes, both inclusive.</summary>
/// <param name="Least">At least 1.</param>
/// <param name="Greatest">What the instance's memory is made for.</param>
public readonly record struct LengthRange(int Least, int Greatest);
