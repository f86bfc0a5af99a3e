namespace ExactGN.Experiments.Store;

/// <summary>Where a run stands, as its checkpoint keeps it.</summary>
internal interface ICheckpointed
{
    /// <summary>Which run it is: the name of its folder, with the hash of configuration and code.</summary>
    string Run { get; }

    /// <summary>Updates made so far.</summary>
    int Updates { get; }

    /// <summary>Writes the state.</summary>
    /// <param name="writer">Where to.</param>
    void Save(BinaryWriter writer);

    /// <summary>Becomes the state that was written.</summary>
    /// <param name="reader">Where from.</param>
    void Load(BinaryReader reader);
}
