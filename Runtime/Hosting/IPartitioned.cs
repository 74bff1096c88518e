namespace Octavo.Runtime;

/// <summary>Work that several threads do together, each its own part.</summary>
public interface IPartitioned
{
    /// <summary>Does part <paramref name="part"/> of <paramref name="parts"/>; all parts run at the same time and may meet at <see cref="Team.Barrier"/>.</summary>
    void Run(int part, int parts);
}
